// Opens the built app for a spec: under the Electron double, or in real Electron where a binary is present. Specs see one
// shape; what only the double can do (forging senders, system events) is in `double`, null under real Electron.
import { _electron as electron, type Page } from '@playwright/test'
import { join } from 'node:path'
import { electronHere } from '../../../scripts/setup/electron-binary.mjs'
import { launchApp, type AppUnderDouble, type Measurement } from '../../doubles/electron/host.ts'
import { builtApp } from './build.ts'

export interface OpenOptions {
  /** The app folder (package.json, resources/, out/); default: the build that the run set aside. */
  folder?: string
  /** The profile folder (Electron's userData). */
  profile: string
  /** False: the machine's own keychain is used. */
  noKeychain?: boolean
  /** The demo's Stripe begins when its desk is opened, not with the app: whoever opens none saves its year of business. */
  lateDemo?: boolean
  args?: string[]
  env?: Record<string, string>
  dark?: boolean
  size?: { width: number; height: number }
  /** Node flags of the app's process; the double only. */
  nodeOptions?: string[]
}

export interface RunningApp {
  readonly page: Page
  readonly profile: string
  readonly pid: number
  readonly double: AppUnderDouble | null
  openedExternally(): Promise<readonly string[]>
  clipboard(): Promise<string>
  /** As the desktop shows it. */
  windowTitle(): Promise<string>
  /** What the app wrote to its outputs. */
  output(): string
  /** The main thread since the window showed or since the last call. */
  mainThread(): Promise<MainThread>
  /** Quits as an operator does. Safe to call twice. */
  quit(): Promise<void>
}

export type MainThread = Pick<Measurement, 'maxBusyMs' | 'maxTaskMs'>

const binary = electronHere()
export const onRealElectron = binary !== null

export function openApp(options: OpenOptions): Promise<RunningApp> {
  return binary === null ? openUnderDouble(options) : openInElectron(binary, options)
}

function argumentsOf({ profile, noKeychain = true, lateDemo = false, args = [] }: OpenOptions): string[] {
  return [
    `--user-data-dir=${profile}`,
    '--still-demo',
    ...(noKeychain ? ['--no-keychain'] : []),
    ...(lateDemo ? ['--late-demo'] : []),
    ...args,
  ]
}

async function openUnderDouble(options: OpenOptions): Promise<RunningApp> {
  const { folder = builtApp, env, dark, size, nodeOptions } = options
  const app = await launchApp({
    main: join(folder, 'out', 'main', 'index.js'),
    cwd: folder,
    args: argumentsOf(options),
    ...(env && { env }),
    ...(dark !== undefined && { dark }),
    ...(size && { size }),
    ...(nodeOptions && { nodeOptions }),
  })
  const page = await app.firstWindow()
  await page.waitForLoadState()
  await app.measure({ reset: true })
  let leaving: Promise<unknown> | undefined
  return {
    page,
    profile: options.profile,
    pid: app.process.pid ?? 0,
    double: app,
    openedExternally: async () => app.openedExternally,
    clipboard: async () => app.clipboard(),
    windowTitle: () =>
      app.evaluateMain(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? ''),
    output: () => app.output(),
    mainThread: () => app.measure({ reset: true }),
    quit: async () => void (await (leaving ??= app.close())),
  }
}

/** What is left in the app's main process to be asked for later. */
interface Planted {
  opened: string[]
  delay: { max: number; reset(): void }
}

async function openInElectron(executablePath: string, options: OpenOptions): Promise<RunningApp> {
  const app = await electron.launch({
    executablePath,
    args: [options.folder ?? builtApp, ...argumentsOf(options)],
    ...(options.env && { env: { ...(process.env as Record<string, string>), ...options.env } }),
    colorScheme: options.dark === true ? 'dark' : 'light',
  })
  let written = ''
  app.process().stdout?.on('data', (chunk: Buffer) => (written += chunk.toString()))
  app.process().stderr?.on('data', (chunk: Buffer) => (written += chunk.toString()))
  const page = await app.firstWindow()
  await page.waitForLoadState()
  const planted = await app.evaluateHandle(({ shell }): Planted => {
    const opened: string[] = []
    shell.openExternal = async (url) => void opened.push(url)
    const delay = process.getBuiltinModule('node:perf_hooks').monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    return { opened, delay }
  })
  let leaving: Promise<void> | undefined
  return {
    page,
    profile: options.profile,
    pid: app.process().pid ?? 0,
    double: null,
    openedExternally: () => planted.evaluate(({ opened }) => opened),
    clipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    windowTitle: () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? ''),
    output: () => written,
    mainThread: async () => {
      const maxTaskMs = await planted.evaluate(({ delay }) => {
        const longest = Math.max(0, delay.max / 1e6 - 5)
        delay.reset()
        return longest
      })
      return { maxTaskMs, maxBusyMs: maxTaskMs }
    },
    quit: () => (leaving ??= app.close()),
  }
}
