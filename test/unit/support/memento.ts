import type { Memento } from 'vscode';

/** Makes VS Code's storage of a window or workspace, in memory. */
export function memento(): Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.has(key) ? values.get(key) : otherwise) as T,
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}
