// Brings a fresh clone to where the app or its tests can run: packages, Chromium, what the tests need of the system, a build.
// Each step is done only when it is needed, and says so.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { installDebianPackages } from './debian.mjs'
import { findChromium } from './chromium.mjs'
import { electronHere } from './electron-binary.mjs'
import { root, run } from './run.mjs'
import { fail, say } from './say.mjs'

/** For the app: packages and a build. What it is shown in is found when it is started. */
export async function prepare() {
  await preparePackages()
  await build()
}

/** For what drives the app by itself: also Chromium, where Electron can't be driven. */
export async function prepareDriven() {
  await prepare()
  if (electronHere() === null) await prepareChromium()
}

/** For the tests: also Chromium, and a real Secret Service for the keychain's tests. */
export async function prepareTests() {
  await preparePackages({ before: () => installDebianPackages(['libsecret-1-dev'], { optional: true }) })
  await prepareChromium()
  await installDebianPackages(['dbus', 'gnome-keyring'], { optional: true })
  await build()
}

/** The packages of the lockfile, as they are for this system. `before` runs only when something has to be installed. */
export async function preparePackages({ quiet = false, before } = {}) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(
      `Node 20 or newer is needed, this is ${process.versions.node}.`,
      'Install a newer Node from nodejs.org.',
    )
  }
  const stamp = join(root, 'node_modules', '.bursar-lockfile')
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  await before?.()
  say('installing packages (about a minute the first time) …')
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: quiet ? ['ignore', 'ignore', 'inherit'] : ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (code !== 0)
    fail(
      'The packages could not be installed.',
      'Look at the lines above; check the network and run the command again.',
    )
  writeFileSync(stamp, wanted)
}

export async function prepareChromium() {
  if (findChromium() !== null) return
  const asked = process.env.CHROMIUM_PATH
  if (asked)
    fail(
      `CHROMIUM_PATH names ${asked}, where there is nothing.`,
      'Set it to the program of Chromium or Chrome, or unset it.',
    )
  await installDebianPackages(['chromium'], { optional: false, why: 'a Chromium to show the app in' })
  if (findChromium() === null)
    fail('No Chromium was found.', 'Install Chromium or Chrome, or set CHROMIUM_PATH to its program.')
}

async function build() {
  say('building …')
  const code = await run('npx', ['electron-vite', 'build', '--logLevel', 'warn'], { stdio: ['ignore', 2, 2] })
  if (code !== 0) fail('The build failed.', 'Look at the lines above; `npm run check` says more.')
}
