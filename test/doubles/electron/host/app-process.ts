// Starts the app's own process (plain Node with the double registered) and talks to it. It never outlives this process and says why it died.
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { connect, type Remote } from '../rpc.ts'
import type { AppMethods, HostMethods } from '../wire.ts'

export interface AppProcessOptions {
  /** The built main bundle. */
  main: string
  args?: string[]
  env?: Record<string, string | undefined>
  cwd?: string
  /** Node flags before the main bundle, such as --expose-gc. */
  nodeOptions?: string[]
  /** Show what the app writes; it is kept either way. */
  inheritOutput?: boolean
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface AppProcess {
  readonly child: ChildProcess
  readonly remote: Remote<AppMethods>
  readonly exited: Promise<Exit>
  /** The last 64 kB the app wrote to both its outputs. */
  output(): string
}

const register = new URL('../register.ts', import.meta.url).href
/** What Node made of the double's own TypeScript: made anew for every app, it would be a quarter of a second of its start. */
const compiled = fileURLToPath(new URL('../../../../node_modules/.cache/electron-double', import.meta.url))

export function startApp(options: AppProcessOptions, offered: HostMethods): AppProcess {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      register,
      ...(options.nodeOptions ?? []),
      options.main,
      ...(options.args ?? []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
      env: { NODE_COMPILE_CACHE: compiled, ...process.env, ...options.env },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    },
  )

  let written = ''
  for (const [stream, ours] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ] as const)
    stream?.on('data', (chunk: Buffer) => {
      written = (written + chunk.toString()).slice(-65_536)
      if (options.inheritOutput) ours.write(chunk)
    })

  const remote = connect<AppMethods, HostMethods>(
    {
      post: (message) => {
        if (child.connected) child.send(message as object, () => {})
      },
      onMessage: (listener) => child.on('message', listener),
    },
    offered,
    (failure) => {
      process.stderr.write(
        `The Electron double's host failed: ${failure instanceof Error ? failure.stack : String(failure)}\n`,
      )
    },
  )

  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => {
      process.off('exit', killWithUs)
      remote.end(
        `The app's process is gone (${signal ?? `exit code ${code}`}).${written === '' ? '' : `\n${written}`}`,
      )
      resolve({ code, signal })
    })
    child.once('error', (error) => {
      written += error.message
      resolve({ code: 1, signal: null })
    })
  })
  const killWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', killWithUs)

  return { child, remote, exited, output: () => written }
}
