// Starts the system's Chromium over a pipe, with a throw-away profile and no way to any network. It opens no page.
import { chromium, type BrowserContext } from 'playwright-core'
import { findChromium } from '../../../../scripts/setup/chromium.mjs'
import type { Bounds } from '../wire.ts'

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
  if (executablePath === null)
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
        // A window without tabs and an address, which would be drawn too, even where nobody sees them.
        '--app=data:text/html,',
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
