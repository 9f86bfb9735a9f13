// `npm run audit:verify -- FILE… [--head HASH]`: judges an exported audit without the desk. One line; 0 whole, 1 broken, 2 not judged.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { judgeExport } from '../electron/store/audit/exported.ts'

const usage =
  'usage: npm run audit:verify -- FILE... [--head HASH]   (FILE: an audit exported as JSON, or all its parts; HASH: 64 hex digits)'
const codes = { whole: 0, part: 2, broken: 1, unreadable: 2 } as const

function main(): number {
  let asked: { files: string[]; head: string | undefined }
  try {
    const { values, positionals } = parseArgs({
      options: { head: { type: 'string' } },
      allowPositionals: true,
    })
    // `npm run audit:verify FILE --head HASH` without two dashes before FILE: npm takes --head for its own --heading (npm 11) or for
    // an option it does not know, whose value may then look like another file. A head that was given is never passed over.
    const { npm_config_head: unknown, npm_config_heading: heading } = process.env
    const keptByNpm = unknown ?? (heading === 'npm' ? undefined : heading)
    const loose = values.head === undefined && keptByNpm === 'true'
    const head = (values.head ?? (loose ? (positionals.pop() ?? '') : keptByNpm))?.toLowerCase()
    if (positionals.length === 0 || (head !== undefined && !/^[0-9a-f]{64}$/.test(head)))
      throw new Error('not so')
    const from = process.env['BURSAR_CALLED_FROM'] ?? '.'
    asked = { files: positionals.map((file) => resolve(from, file)), head }
  } catch {
    console.error(usage)
    return 2
  }
  const texts: string[] = []
  for (const file of asked.files) {
    try {
      texts.push(readFileSync(file, 'utf8'))
    } catch (error) {
      console.error(`${file} can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
      return 2
    }
  }
  const { state, line } = judgeExport(texts, asked.head)
  console.log(line)
  return codes[state]
}

process.exitCode = main()
