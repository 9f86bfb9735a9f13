// The shell may only use what the double has: the type-check that says so accepts the shell and refuses what is lacking.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

/** What the compiler says about a project: nothing when it is content. */
const complaints = (project: string): Promise<string> =>
  new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', join(root, project)], { cwd: root }, (_error, output) =>
      resolve(output),
    )
  })

describe('the types of the Electron double', { timeout: 60_000 }, () => {
  it('cover everything the shell uses of Electron', async () => {
    expect(await complaints('test/doubles/tsconfig.json')).toBe('')
  })

  it('refuse a function, an option, an event and an export that the double lacks', async () => {
    const said = await complaints('test/unit/doubles/lacking/tsconfig.json')
    for (const name of ['getGPUFeatureStatus', 'vibrancy', 'cursor-changed', 'desktopCapturer'])
      expect(said).toContain(name)
    expect(said.match(/error TS/g)).toHaveLength(4)
  })
})
