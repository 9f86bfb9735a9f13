// `npm start` as a stranger meets it: the launcher in a clone of its own, in a folder with a space, where stand-ins take the place
// of npm's programs, of Electron's installer and of the double.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const project = join(import.meta.dirname, '..', '..', '..', '..')
const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const program = (...lines: string[]): string => ['#!/bin/sh', ...lines, ''].join('\n')
const electron = (ends: number): string => program('echo "Electron opens $1"', `exit ${ends}`)

/** What Electron's installer does: first the program, last its name. */
const installer = (ends: number): string => `
const fs = require('node:fs')
fs.mkdirSync(__dirname + '/dist', { recursive: true })
fs.writeFileSync(__dirname + '/dist/electron', ${JSON.stringify(electron(ends))}, { mode: 0o755 })
fs.writeFileSync(__dirname + '/path.txt', 'electron')
`

function clone(files: Record<string, string> = {}): string {
  const above = mkdtempSync(join(tmpdir(), 'bursar-clone-'))
  folders.push(above)
  const folder = join(above, 'a clone')
  cpSync(join(project, 'scripts'), join(folder, 'scripts'), { recursive: true })
  const all = {
    'package-lock.json': '{}',
    'node_modules/.bursar-lockfile': createHash('sha256')
      .update('{}')
      .update(`${process.platform} ${process.arch}`)
      .digest('hex'),
    'node_modules/.bin/npm': program('echo "npm $1" >&2'),
    'node_modules/.bin/npx': program('exit 0'),
    'node_modules/.bin/apt-get': program('exit 1'),
    'node_modules/electron/install.js': installer(0),
    'test/doubles/electron/run.ts': `console.log('Chromium opens ' + process.argv[3])`,
    ...files,
  }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text, { mode: 0o755 })
  }
  return folder
}

function start(folder: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/launch.mjs', 'start'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', DISPLAY: ':99', CHROMIUM_PATH: join(folder, 'nowhere'), ...env },
  })
  return { status, stdout: stdout.trim(), stderr }
}

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('gets Electron and opens it where there is no Chromium, and asks for none', () => {
    const { status, stdout, stderr } = start(clone())
    expect(stdout).toBe('Electron opens .')
    expect(stderr).not.toContain('Chromium')
    expect(status).toBe(0)
  })

  it('installs anew what is not known to have been installed for this system', () => {
    const anywhere = createHash('sha256').update('{}').digest('hex')
    const folder = clone({ 'node_modules/.bursar-lockfile': anywhere })
    expect(start(folder).stderr).toContain('npm ci')
    expect(start(folder).stderr).not.toContain('npm ci')
  })

  it('gets Electron anew where it was cut off while it was unpacked', () => {
    const cutOff = clone({ 'node_modules/electron/dist/electron': program('exit 127') })
    expect(start(cutOff)).toMatchObject({ status: 0, stdout: 'Electron opens .' })
  })

  it('opens in Chromium where Electron can’t run, as under root or without its sandbox', () => {
    const { status, stdout, stderr } = start(clone({ 'node_modules/electron/install.js': installer(133) }), {
      CHROMIUM_PATH: process.execPath,
    })
    expect(stdout).toBe('Electron opens .\nChromium opens out/main/index.js')
    expect(stderr).toContain('Electron ended at once, for the reason above, so the same app opens in')
    expect(status).toBe(0)
  })

  it('says in one line what to install where neither can be had', () => {
    const folder = clone({ 'node_modules/electron/install.js': 'process.exit(1)' })
    const { status, stdout, stderr } = start(folder)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain("Electron's binary could not be had")
    expect(stderr.trim().split('\n').at(-1)).toBe(
      `bursar: CHROMIUM_PATH names ${join(folder, 'nowhere')}, where there is nothing. Set it to the program of Chromium or Chrome, or unset it.`,
    )
  })
})
