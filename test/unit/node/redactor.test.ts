import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { redact } from '../../../src/node/redactor/redactor.ts';

const GITHUB = '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';
/** A letter and a digit by turns, as no prose is. */
const random = (length: number): string => 'Zq7Rk2Lw9Xv4Tb8N'.repeat(8).slice(0, length);

/** Put together here: no example of a key stands in a file. */
const SECRETS: Readonly<Record<string, readonly string[]>> = {
  anthropic: [`sk-ant-api03-${random(93)}AA`, `sk-ant-oat01-${random(40)}`],
  aws: [`AKIA${random(16).toUpperCase()}`, `ASIA${random(16).toUpperCase()}`],
  google: [`AIza${random(35)}`],
  gitlab: [`glpat-${random(20)}`, `glpat-${random(27)}.01.1a2b3c4d5`],
  stripe: [`sk_live_${random(24)}`, `rk_live_${random(99)}`],
  huggingface: [`hf_${random(34)}`],
  database: [
    'postgres://app:s3cr3t-Pa$$@db.example.com:5432/app?sslmode=require',
    'postgresql+asyncpg://app:s3cr3t@localhost/app',
    'mysql://root:toor@127.0.0.1/x',
    'mongodb+srv://app:a%40b@cluster0.example.mongodb.net/?retryWrites=true',
    'redis://:s3cr3t@cache:6379/0',
    'amqps://shop:s3cr3t@mq.example.com/vhost',
  ],
  jwt: [`eyJ${random(30)}.eyJ${random(60)}.${random(43)}`],
};

describe('what the redactor takes out', () => {
  for (const [kind, secrets] of Object.entries(SECRETS)) {
    it(`is a secret of the kind ${kind}, wherever it stands in a line`, async () => {
      for (const secret of secrets) {
        for (const [before, after] of [
          ['', ''],
          ['use ', ' for it.'],
          ['KEY="', '"'],
          ['`', '`, then'],
          ['(key=', ').'],
          ['_', ' _'],
          ['--token-', ' -'],
        ] as const) {
          const { text, counts } = await redact(`${before}${secret}${after}`);
          deepStrictEqual([text, counts], [`${before}[redacted: ${kind}]${after}`, { [kind]: 1 }]);
        }
      }
    });
  }

  it('goes as a whole, however its key is written', async () => {
    const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYk033XTNGcyEX';
    for (const [before, after] of [
      ['AWS_SECRET_ACCESS_KEY=', ''],
      ['secretAccessKey: ', ' (r)'],
      ['aws_secret_access_key = "', '"'],
    ] as const) {
      const { text, counts } = await redact(`- k1: ${before}${secret}${after}\n`);
      deepStrictEqual(counts, { aws: 1 }, before);
      const parts = Array.from({ length: secret.length - 7 }, (_, at) => secret.slice(at, at + 8));
      deepStrictEqual(
        parts.filter((part) => text.includes(part)),
        [],
        text,
      );
    }
  });

  it('leaves no trace in the process’s timeline', async () => {
    const marks = performance.getEntriesByType('mark').length;
    await redact(`use ${GITHUB}`);
    strictEqual(performance.getEntriesByType('mark').length, marks);
  });

  it('is not switched off by what a text says', async () => {
    for (const line of [
      '// secretlint-disable',
      '<!-- secretlint-disable -->',
      '// secretlint-disable-line',
      '/* secretlint-disable @secretlint/secretlint-rule-github */',
      '# secretlint-disable-next-line',
    ]) {
      const { text, counts } = await redact(`Fixtures need ${line}\nuse ${GITHUB} ${line}\n`);
      deepStrictEqual([text.includes(GITHUB), counts], [false, { github: 1 }]);
    }
  });

  it('is a key in emphasis', async () => {
    for (const kind of ['aws', 'stripe', 'huggingface']) {
      const { text } = await redact(`_${SECRETS[kind]?.[0] ?? ''}_`);
      deepStrictEqual(text, `_[redacted: ${kind}]_`);
    }
  });

  it('is found in a text of a hundred thousand beginnings of one', async () => {
    const long = ['postgres://u:', 'eyJ'.repeat(3), 'sk-ant-', 'glpat-', 'https://a:'].map((one) =>
      one.repeat(20_000),
    );
    for (const text of long) deepStrictEqual((await redact(`${text} ${GITHUB}`)).counts.github, 1);
  });

  it('is all of two that overlap', async () => {
    const first = `npm_${random(32)}`;
    deepStrictEqual(await redact(`a ${first}${GITHUB} b`), {
      text: 'a [redacted: npm] b',
      counts: { npm: 1 },
    });
  });
});

describe('what the redactor leaves', () => {
  it('is prose, hashes, ids, names and addresses without a password', async () => {
    const text = [
      'The sk-ant- prefix, glpat-, hf_ and AIza begin keys; sk_live_ too. AKIA is none, eyJ neither.',
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 6c107ec 01JD3Z5K8QWXN4V7T2MB9RCEHA',
      'hf_hub_download(repo_id) and hf_model_for_sequence_classification_with_labels',
      'postgres://localhost:5432/app postgres://app@db.example.com/app redis://cache:6379/0',
      'postgres://app:<password>@db/app mysql://root:${DB_PASSWORD}@db/app mongodb://u:$PASSWORD@h amqp://u:***@h',
      'mongodb://host:27017/db?mail=a@b.example sk-antique-furniture-and-other-things-of-old',
      'eyJhbGciOiJIUzI1NiJ9 alone, AKIAIOSFODNN7EXAMPLE, MAKIAVELLI and ASIAPACIFICSOUTHEAST1REGION',
    ].join('\n');
    deepStrictEqual(await redact(text), { text, counts: {} });
  });

  it('is every text of this repository but for the examples above', async function () {
    this.timeout(120_000);
    const listed = execFileSync('git', ['ls-files', '-z', '--', '*.ts', '*.md', '*.json', '*.mjs'], {
      cwd: process.cwd(),
      encoding: 'utf8',
    });
    const found: Record<string, readonly string[]> = {};
    for (const path of listed.split('\0').filter((one) => one !== '' && !one.endsWith('/redactor.test.ts'))) {
      const { counts } = await redact(readFileSync(join(process.cwd(), path), 'utf8'));
      const kinds = Object.keys(counts).filter((kind) => kind in SECRETS);
      if (kinds.length > 0) found[path] = kinds;
    }
    deepStrictEqual(found, {});
  });
});
