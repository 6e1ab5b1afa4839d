/** Texts of many kinds, and a chance that is the same in every run. */

export const SAMPLES: Readonly<Record<string, string>> = {
  code: `/** Adds up a cart, in cents. */
export function total(items: readonly Item[]): number {
\treturn items.reduce((sum, { price, count }) => sum + price * count, 0); // don't round
}

const HTML = "<a href='https://example.com/?q=1&r=%20'>it's</a>";\r\n`,
  prose:
    "The quick brown fox doesn't jump; it's 12,345.67 metres — \u201cfar\u201d, they'd SAY. I'LL go, WE'RE off.\n\n",
  cjk: '漢字仮名交じり文、これは試験です。한국어 문장도 있다。中文没有空格，但是有标点！\n',
  emoji: '👩‍👩‍👧‍👦 family 🏳️‍🌈 flag 👍🏽 ok e\u0301te\u0301 नमस्ते สวัสดี مرحبا\n',
  marks: 'text <|endoftext|> and <|endofprompt|> are text\n',
  table: '| a | b |\n|---|:-:|\n| 1 |    2 |\n\n========\n\n   \t \n',
  odd: '\uFEFFbom \u00a0nbsp \ud800 lone \udc00 half\u2028line ǅ ʰ Ⅷ ½ ٣٤\n',
};

/** Every sample so often, one kind after the other. */
export function mixedText(times: number): string {
  return Object.values(SAMPLES).join('').repeat(times);
}

/** Numbers from 0 to `below`, always the same ones (mulberry32). */
export function sameChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
