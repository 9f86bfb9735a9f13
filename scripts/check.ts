// `npm run check`: types, lint with the import rules, and format. Prints only what is wrong.
import { spawn } from 'node:child_process'

/** Here each check keeps what it found in order, known by its content: nothing of that is read again. */
const kept = 'node_modules/.cache'

const types = (project: string, name: string): string[] => [
  'tsc',
  '--noEmit',
  '-p',
  project,
  '--incremental',
  '--tsBuildInfoFile',
  `${kept}/${name}.tsbuildinfo`,
]

const checks: Record<string, string[]> = {
  types: types('.', 'all'),
  'types of what runs on the double': types('test/doubles/tsconfig.json', 'double'),
  'lint and import rules': ['oxlint', '--type-aware', '--deny-warnings'],
  format: [
    'prettier',
    '--check',
    '--log-level',
    'warn',
    '--cache',
    '--cache-strategy',
    'content',
    '--cache-location',
    `${kept}/format`,
    '.',
  ],
}

async function check(name: string, [program = '', ...args]: string[]): Promise<boolean> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code === 0) return true
  console.error(`\n${name}:\n${output.trim()}`)
  return false
}

/** One after the other: the compilers take every core by themselves. @returns the names of those that are not in order. */
async function inTurn(names: readonly string[]): Promise<string[]> {
  const bad: string[] = []
  for (const name of names) if (!(await check(name, checks[name] ?? []))) bad.push(name)
  return bad
}

const began = performance.now()
const bad = (
  await Promise.all([inTurn(['format']), inTurn(Object.keys(checks).filter((name) => name !== 'format'))])
).flat()
const seconds = ((performance.now() - began) / 1000).toFixed(1)
if (bad.length > 0) {
  console.error(`\ncheck: ${bad.join(', ')} not in order (${seconds} s)`)
  process.exitCode = 1
} else console.log(`check: ${Object.keys(checks).join(', ')} in order (${seconds} s)`)
