// Opens a built Electron app under the double: the app in a Node process, its windows as pages of Chromium. Closing either closes both.
import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { addresses as newAddresses } from './host/addresses.ts'
import { startApp, type AppProcessOptions, type Exit } from './host/app-process.ts'
import { startChromium } from './host/chromium.ts'
import type { RefusedRequest } from './host/requests.ts'
import { createWindows } from './host/windows.ts'
import type electron from './electron.ts'
import type { Bounds, ForgedFrame, HostMethods, InvokeAnswer, Measurement, Notice } from './wire.ts'

type Electron = typeof electron

export type { Exit, ForgedFrame, InvokeAnswer, Measurement, Notice, RefusedRequest }

export interface LaunchOptions extends AppProcessOptions {
  headless?: boolean
  /** What the operator's desktop prefers. */
  dark?: boolean
  locale?: string
  size?: { width: number; height: number }
}

/** The hands of a test on the app's side: what an operator, a desktop or an attacker would do. */
export interface AppControl {
  /** suspend, resume, lock-screen, unlock-screen, on-ac, on-battery, shutdown. */
  emitPower(event: string): Promise<void>
  /** Rejects when there is no such item, or it is disabled. */
  clickMenu(labels: string[]): Promise<void>
  /** Queues the answer of the next dialog; without one a dialog answers what changes nothing. */
  nextDialog(answer: Record<string, unknown>): Promise<void>
  secondInstance(argv: string[]): Promise<void>
  openUrl(url: string): Promise<void>
  systemDark(dark: boolean): Promise<void>
  /** An `ipcRenderer.invoke` from a frame that does not exist: what the app answers it. */
  ipcFrom(frame: ForgedFrame, channel: string, ...args: unknown[]): Promise<InvokeAnswer>
  /** An `ipcRenderer.send` from a frame that does not exist. */
  ipcSendFrom(frame: ForgedFrame, channel: string, ...args: unknown[]): Promise<void>
}

export interface AppUnderDouble {
  readonly process: ChildProcess
  readonly exited: Promise<Exit>
  readonly control: AppControl
  /** Everything the app did to the desktop, in order. */
  readonly notices: readonly Notice[]
  readonly openedExternally: readonly string[]
  /** Every request that was not answered, and who refused it. */
  readonly refused: readonly RefusedRequest[]
  windows(): Page[]
  /** The first window, once it has left about:blank. Rejects with the app's output when the app ends first. */
  firstWindow(): Promise<Page>
  clipboard(): string
  /** What the app wrote to its outputs. */
  output(): string
  /** Runs a function in the app's main process with its `electron`; it is sent as text, so it may use nothing from outside. */
  evaluateMain<Result, Argument>(
    run: (electron: Electron, argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>
  /** The main thread since the start or the last reset; see {@link Measurement}. */
  measure(options?: { reset?: boolean }): Promise<Measurement>
  /** Quits as the operator would, then closes everything; an app that will not quit within 15 s is killed. */
  close(): Promise<Exit>
  kill(signal?: NodeJS.Signals): Promise<Exit>
}

/** Longer than any app may take to finish its work in hand; Playwright gives real Electron 30 s. */
const politeMs = 15_000

/** Starts both processes at once; resolves when both run. Rejects when there is no Chromium, having ended the app. */
export async function launchApp(options: LaunchOptions): Promise<AppUnderDouble> {
  const headless = options.headless ?? true
  const size: Bounds = { x: 0, y: 0, width: 1280, height: 800, ...options.size }
  const dark = options.dark ?? false
  const addresses = newAddresses()
  const notices: Notice[] = []
  const openedExternally: string[] = []
  let clipboard = ''
  let closing = false

  const note = (notice: Notice): void => {
    notices.push(notice)
    if (notice.kind === 'opened-externally') openedExternally.push(notice.url)
    if (notice.kind === 'clipboard') clipboard = notice.text
    if (notice.kind === 'unsupported') process.stderr.write(`Electron double: ${notice.what}\n`)
  }

  // The windows need the app to speak to, so their methods join once it exists; nothing can have been asked by then.
  const offered = {
    hello: () => ({ dark, locale: options.locale ?? 'en-GB', workArea: size }),
    schemes: (names) => addresses.register(names),
    note,
    bye: () => {},
  } as HostMethods
  const app = startApp(options, offered)
  const browser = startChromium({ headless, size })
  browser.catch(() => app.child.kill('SIGKILL'))
  const windows = createWindows({
    browser,
    app: app.remote,
    addresses,
    headless,
    dark,
    unsupported: (what) => note({ kind: 'unsupported', what }),
  })
  Object.assign(offered, windows.methods)

  const exited = app.exited.then(async (exit) => {
    windows.fail(
      new Error(
        `The app ended before it showed a window (${exit.signal ?? `exit code ${exit.code}`}).\n${app.output()}`,
      ),
    )
    if (!closing && exit.code !== 0 && !options.inheritOutput && exit.signal === null)
      process.stderr.write(app.output())
    try {
      await (await browser).close()
    } catch {
      // It never started, or the operator closed it.
    }
    return exit
  })

  // Chromium gone (killed, or its last window closed and it left): the app has no screen any more.
  void browser.then(
    (context) =>
      context.on('close', () => {
        if (app.child.exitCode !== null || app.child.signalCode !== null) return
        app.remote.tell('quit')
        setTimeout(() => app.child.kill('SIGKILL'), politeMs).unref()
      }),
    () => {},
  )

  const kill = (signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> => {
    closing = true
    app.child.kill(signal)
    return exited
  }

  await browser
  const { remote } = app
  return {
    process: app.child,
    exited,
    notices,
    openedExternally,
    refused: windows.refused,
    control: {
      emitPower: (event) => remote.ask('power', event),
      clickMenu: (labels) => remote.ask('clickMenu', labels),
      nextDialog: (answer) => remote.ask('nextDialog', answer),
      secondInstance: (argv) => remote.ask('secondInstance', argv),
      openUrl: (url) => remote.ask('openUrl', url),
      systemDark: (next) => remote.ask('systemDark', next),
      ipcFrom: async (frame, channel, ...args) =>
        remote.ask('forge', await windows.anyId(), frame, channel, args, 'answer'),
      ipcSendFrom: async (frame, channel, ...args) =>
        void (await remote.ask('forge', await windows.anyId(), frame, channel, args, 'nothing')),
    },
    windows: () => windows.pages(),
    firstWindow: () => windows.first,
    clipboard: () => clipboard,
    output: () => app.output(),
    evaluateMain: async (run, argument) =>
      (await remote.ask('evaluate', run.toString(), argument)) as Awaited<ReturnType<typeof run>>,
    measure: ({ reset = false } = {}) => remote.ask('measure', reset),
    close: async () => {
      closing = true
      remote.tell('quit')
      const left = await Promise.race([exited, wait(politeMs, null, { ref: false })])
      return left ?? kill('SIGKILL')
    },
    kill,
  }
}
