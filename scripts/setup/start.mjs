// Opens the app: in Electron where its binary is to be had, else in the system's Chromium, else, where there is no
// display, plays the demo as a tour without a window.
import { electronBinary, fetchElectron } from './electron-binary.mjs'
import { run, runWithNode24 } from './run.mjs'
import { say } from './say.mjs'
import { findChromium } from './chromium.mjs'
import { installDebianPackages } from './debian.mjs'

/** @returns {Promise<number>} the exit code of what was run */
export async function start(args) {
  if (!hasDisplay() || args.includes('--tour')) {
    say('there is no display here: playing the demo as a tour without a window.')
    return runWithNode24(
      'scripts/tour.ts',
      args.filter((arg) => arg !== '--tour'),
    )
  }
  const binary = electronBinary() ?? (await fetchElectron())
  if (binary !== null) return run(binary, ['.', ...args])
  say(
    "Electron's binary could not be had, so the same app opens in the system's Chromium: for evaluation, without live keys.",
  )
  if (findChromium() === null)
    await installDebianPackages(['chromium'], { optional: false, why: 'a Chromium to show the app in' })
  return runWithNode24('test/doubles/electron/run.ts', ['--', 'out/main/index.js', ...args])
}

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}
