/** Solutions and projects of .NET, which are found by their ending. */

import { asName } from './parsed-values.ts';
import type { Manifest } from './project-scan.ts';

/** What a project or solution says about its part of the code. */
export interface DotnetProject {
  readonly fullName: string | undefined;
  /** In lower case: packages, SDKs, frameworks. */
  readonly dependencies: readonly string[];
  /** Folders of a solution's projects, relative to its own. */
  readonly members: readonly string[];
}

/** Listed as a dependency of every project. */
export const DOTNET_ITSELF = 'dotnet:';

/** Patterns of names. A solution names the whole, so it comes first. */
export const DOTNET_FILES: readonly string[] = ['*.slnx', '*.sln', '*.csproj', '*.fsproj', '*.vbproj'];

const LANGUAGES: Readonly<Record<string, string>> = {
  csproj: 'C#',
  fsproj: 'F#',
  vbproj: 'Visual Basic',
};

/** Returns a project's language by its ending; undefined for a solution. */
export function dotnetLanguage({ path }: Pick<Manifest, 'path'>): string | undefined {
  return LANGUAGES[path.slice(path.lastIndexOf('.') + 1)];
}

/** Reads a project, such as `Shop.Web.csproj`. */
export function readDotnetProject({ path, text }: Manifest): DotnetProject {
  const xml = withoutComments(text);
  const attribute = [
    ...matches(xml, /<(?:PackageReference|FrameworkReference)\s+(?:Include|Update)\s*=\s*["']([^"']+)["']/g),
    ...matches(xml, /\bSdk(?:\s+Name)?\s*=\s*["']([^"'/]+)/g),
  ];
  const switches = matches(xml, /<(Use(?:Maui|WPF|WindowsForms))>\s*true\s*</gi);
  const assembly = asName(/<AssemblyName>([^<$]+)<\/AssemblyName>/.exec(xml)?.[1]);
  const dependencies = [...attribute, ...switches].map((name) => name.toLowerCase());
  return { fullName: assembly ?? nameOf(path), dependencies: [...dependencies, DOTNET_ITSELF], members: [] };
}

/** Reads a solution in either format. */
export function readSolution({ path, text }: Manifest): DotnetProject {
  const projects = [
    ...matches(text, /^Project\([^)\n]*\) *= *"[^"\n]*", *"([^"\n]+\.\w+proj)"/gm),
    ...matches(withoutComments(text), /<Project\s[^<>]*\bPath\s*=\s*["']([^"']+)["']/g),
  ];
  const folders = projects.map((project) => project.replaceAll('\\', '/').replace(/\/?[^/]*$/, ''));
  return { fullName: nameOf(path), dependencies: [], members: folders.filter((folder) => folder !== '') };
}

function nameOf(path: string): string | undefined {
  return asName(path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, ''));
}

/** In one pass, whatever is left open. */
function withoutComments(xml: string): string {
  const [first = '', ...commented] = xml.split('<!--');
  const kept = commented.map((part) => (part.includes('-->') ? part.slice(part.indexOf('-->') + 3) : ''));
  return first + kept.join('');
}

function matches(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
