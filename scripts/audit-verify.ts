// `npm run audit:verify -- FILE [--head HASH]`: judges an exported audit without the desk. One line; 0 whole, 1 broken, 2 not judged.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { judgeExport } from '../electron/store/audit/exported.ts'

const usage =
  'usage: npm run audit:verify -- FILE [--head HASH]   (FILE: an audit exported as JSON; HASH: 64 hex digits)'
const codes = { whole: 0, part: 2, broken: 1, unreadable: 2 } as const

function main(): number {
  let asked: { file: string; head: string | undefined }
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
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0 || (head !== undefined && !/^[0-9a-f]{64}$/.test(head)))
      throw new Error('not so')
    asked = { file: resolve(process.env['BURSAR_CALLED_FROM'] ?? '.', file), head }
  } catch {
    console.error(usage)
    return 2
  }
  let text: string
  try {
    text = readFileSync(asked.file, 'utf8')
  } catch (error) {
    console.error(`${asked.file} can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
    return 2
  }
  const { state, line } = judgeExport(text, asked.head)
  console.log(line)
  return codes[state]
}

process.exitCode = main()
