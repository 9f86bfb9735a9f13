// The text of everything that ships, for the few rules that can only be stated about the sources.
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

export interface Source {
  path: string
  /** Without comments: a word of warning in one is no offence. */
  code: string
}

/** Every source file under the given folders of the project. */
export function sourcesOf(...folders: string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|tsx|html|css)$/.test(entry.name))
      .map((entry) => {
        const file = join(entry.parentPath, entry.name)
        const text = readFileSync(file, 'utf8')
        const code = text.replaceAll(/\/\*[^]*?\*\/|<!--[^]*?-->|^\s*\/\/.*$/gm, '')
        return { path: relative(root, file), code }
      }),
  )
}

/** The paths of the sources in which `pattern` occurs. */
export function offenders(pattern: RegExp, sources: readonly Source[]): string[] {
  return sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path)
}
