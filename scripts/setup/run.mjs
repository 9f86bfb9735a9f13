// Runs programs in the project's folder. Scripts in TypeScript run in Node 24, whatever Node started the launcher.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fail } from './say.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const windows = process.platform === 'win32'

/** The Node that runs TypeScript: this one if it is 24 or newer, else the one that was installed with the packages. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const installed = installedNode()
  if (existsSync(installed)) return installed
  return fail(
    `Node 24 is needed, this is ${process.versions.node}, and there is no package of Node 24 for ${process.platform} ${process.arch}.`,
    'Install Node 24 from nodejs.org and start again.',
  )
}

/** In its own package: node_modules/.bin holds no program on Windows, only scripts that start one. */
export function installedNode(platform = process.platform, arch = process.arch) {
  const [name, program] = platform === 'win32' ? ['win', 'node.exe'] : [platform, 'node']
  return join(root, 'node_modules', `node-${name}-${arch}`, 'bin', program)
}

/** Runs to the end and gives the exit code; a signal counts as 1. Output goes to this terminal. */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: 'inherit',
      shell: windows && program === 'npx',
      ...options,
      env: { ...withBin(process.env), ...options.env },
    })
    const pass = (signal) => child.kill(signal)
    process.once('SIGINT', pass).once('SIGTERM', pass)
    child.once('error', reject)
    child.once('exit', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass)
      resolve(code ?? 1)
    })
  })
}

export function runWithNode24(script, args, options) {
  return run(node24(), [script, ...args], options)
}

function withBin(env) {
  return { ...env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${env.PATH ?? ''}` }
}
