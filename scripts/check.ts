// `npm run check`: types, lint with the import rules, and format, side by side. Prints only what is wrong.
import { spawn } from 'node:child_process'

const checks: Record<string, string[]> = {
  types: ['tsc', '--noEmit', '-p', '.'],
  'types of what runs on the double': ['tsc', '--noEmit', '-p', 'test/doubles/tsconfig.json'],
  'lint and import rules': ['oxlint', '--type-aware', '--deny-warnings'],
  format: ['prettier', '--check', '--log-level', 'warn', '.'],
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

const began = performance.now()
const green = await Promise.all(Object.entries(checks).map(([name, command]) => check(name, command)))
const seconds = ((performance.now() - began) / 1000).toFixed(1)
const bad = Object.keys(checks).filter((_, index) => !green[index])
if (bad.length > 0) {
  console.error(`\ncheck: ${bad.join(', ')} not in order (${seconds} s)`)
  process.exitCode = 1
} else console.log(`check: ${Object.keys(checks).join(', ')} in order (${seconds} s)`)
