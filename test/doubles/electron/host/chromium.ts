// Finds and starts the system's Chromium over a pipe, with a throw-away profile and no way to any network. It opens no page.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'
import type { Bounds } from '../wire.ts'

const wellKnown = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** The path of a Chromium or Chrome on this machine (CHROMIUM_PATH first), or undefined. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH']
  if (named !== undefined && named !== '') return named
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'google-chrome'].map((name) => join(folder, name)))
  return [...wellKnown, ...onPath].find((path) => existsSync(path))
}

/** The proxy is a port nobody listens on: what a rule of ours overlooked still reaches nobody, loopback included. */
const noNetwork = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
]

const quiet = ['--no-first-run', '--no-default-browser-check', '--disable-features=Translate,MediaRouter']

export interface ChromiumOptions {
  headless: boolean
  size: Bounds
}

/** @throws Error naming what to install when there is no Chromium. */
export async function startChromium({ headless, size }: ChromiumOptions): Promise<BrowserContext> {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new Error(
      'The Electron double needs Chromium or Chrome: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH',
    )
  const start = (chromiumSandbox: boolean): Promise<BrowserContext> =>
    chromium.launchPersistentContext('', {
      executablePath,
      headless,
      chromiumSandbox,
      serviceWorkers: 'block',
      viewport: headless ? { width: size.width, height: size.height } : null,
      colorScheme: null,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        ...noNetwork,
        ...quiet,
        `--window-size=${size.width},${size.height}`,
        ...(headless ? [] : ['--app=data:text/html,']),
      ],
    })
  // Root can't have Chromium's sandbox, and some containers forbid it: pages here come from the app alone.
  if (process.platform === 'linux' && process.getuid?.() === 0) return start(false)
  try {
    return await start(true)
  } catch {
    return start(false)
  }
}
