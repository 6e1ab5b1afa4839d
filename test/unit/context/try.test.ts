import { scanProject } from '../../../src/node/context/scan-project.ts';
describe('try', () => {
  for (const name of (process.env.TRY ?? '').split(','))
    it(name, async () => {
      const t=performance.now();
      const { project } = await scanProject(name, { isTrusted: true });
      console.log(performance.now()-t, project.name, project.stack, project.packageManager, project.commands, project.languages.slice(0,4));
      for (const p of project.patterns) console.log(p.type, '|', p.convention, '|', p.example, '|', p.file, p.matches, p.of);
    });
});
