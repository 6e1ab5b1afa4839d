import assert from 'node:assert/strict';
import { extensions } from 'vscode';

describe('activation', () => {
  it('activates the extension in a plain folder', async () => {
    const extension = extensions.getExtension('ninefold.ninefold');
    assert.ok(extension, 'ninefold.ninefold is not installed in this host');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
