// `npm run bench -- NAME [arguments]`: runs one benchmark of this folder, as a program of its own.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const [name = ''] = process.argv.slice(2)
const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.replace(/\.ts$/, ''))
const file = join(import.meta.dirname, `${name}.ts`)

if (known.includes(name) && existsSync(file)) {
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(3)], { stdio: 'inherit' })
  process.exitCode = status ?? 1
} else {
  console.error(`There is no benchmark "${name}". There are: ${known.join(', ')}.`)
  process.exitCode = 1
}
