// The desktop's own answers: what runs, open, copy, save, theme.
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { shellHandlers } from '../../../electron/shell/handlers.ts'
import type { ShellPorts } from '../../../electron/shell/handlers.ts'
import type { SystemUnlock } from '../../../electron/shell/system-unlock.ts'
import { failure, schemas } from '../../../src/contract/index.ts'
import { textOf } from '../../../src/domain/csv.ts'
import { temporaryFolder } from './folder.ts'

function handlers() {
  const ports = {
    version: '1.2.3',
    platform: 'linux',
    standIn: true,
    operator: 'ada',
    theme: {
      choice: () => 'dark' as const,
      isDark: () => true,
      choose: vi.fn<ShellPorts['theme']['choose']>(),
    },
    systemUnlock: {
      kind: () => 'touch_id' as const,
      unlock: vi.fn<SystemUnlock['unlock']>(async () => failure('system_unlock_failed', 'Nobody is there.')),
      forget: () => undefined,
    },
    openExternal: vi.fn<ShellPorts['openExternal']>(() => Promise.resolve()),
    playedAt: vi.fn<ShellPorts['playedAt']>(() => Promise.resolve('http://127.0.0.1:40123')),
    writeClipboard: vi.fn<ShellPorts['writeClipboard']>(() => Promise.resolve()),
    writeImage: vi.fn<ShellPorts['writeImage']>((png) => Promise.resolve(png.length > 8)),
    chooseFile: vi.fn<ShellPorts['chooseFile']>(() => Promise.resolve(null)),
  }
  return { ports, ...shellHandlers(ports) }
}

it('app.info answers what the contract says', async () => {
  const answer = await handlers()['app.info']({})
  expect(answer.ok && schemas['app.info'].reply.parse(answer.value)).toEqual({
    version: '1.2.3',
    platform: 'linux',
    standIn: true,
    theme: 'dark',
    dark: true,
    systemUnlock: 'touch_id',
    operator: 'ada',
  })
})

it('desk.unlockBySystem asks the system, for the desk that was named', async () => {
  const { ports, ...shell } = handlers()
  expect(await shell['desk.unlockBySystem']({ deskId: 'acct_1-live' })).toMatchObject({
    error: { code: 'system_unlock_failed' },
  })
  expect(ports.systemUnlock.unlock.mock.calls).toEqual([['acct_1-live']])
})

it('link.open opens a Stripe page and refuses the rest in words', async () => {
  const { ports, ...shell } = handlers()
  expect(await shell['link.open']({ url: 'https://dashboard.stripe.com/payments/pi_1' })).toMatchObject({
    ok: true,
  })
  expect(await shell['link.open']({ url: 'https://evil.example/' })).toMatchObject({
    error: { code: 'bad_request' },
  })
  expect(ports.openExternal.mock.calls).toEqual([['https://dashboard.stripe.com/payments/pi_1']])
})

it('page.play opens a page of the demo where it is played, and refuses the rest in words', async () => {
  const { ports, ...shell } = handlers()
  const url = 'https://invoice.stripe.com/i/acct_1/test_2?s=ap'
  expect(await shell['page.play']({ url })).toMatchObject({ ok: true })
  expect(ports.openExternal.mock.calls).toEqual([['http://127.0.0.1:40123/i/acct_1/test_2']])
  expect(await shell['page.play']({ url: 'http://127.0.0.1:40123/i/acct_1/test_2' })).toMatchObject({
    error: { code: 'bad_request' },
  })
  ports.playedAt.mockResolvedValue(null)
  expect(await shell['page.play']({ url })).toMatchObject({ error: { code: 'bad_request' } })
  expect(ports.openExternal).toHaveBeenCalledTimes(1)
})

it('text.copy and theme.set do what they say', async () => {
  const { ports, ...shell } = handlers()
  await shell['text.copy']({ text: 'pi_1' })
  await shell['theme.set']({ theme: 'light' })
  expect(ports.writeClipboard).toHaveBeenCalledWith('pi_1')
  expect(ports.theme.choose).toHaveBeenCalledWith('light')
})

it('image.copy hands on the bytes of the picture, and says when they are none', async () => {
  const { ports, ...shell } = handlers()
  const png = Buffer.from('89504e470d0a1a0a0000', 'hex')
  expect(await shell['image.copy']({ png: png.toString('base64') })).toEqual({ ok: true, value: {} })
  expect(ports.writeImage).toHaveBeenCalledWith(png)
  expect(await shell['image.copy']({ png: 'iVBORw0KGgo=' })).toMatchObject({ ok: false })
})

describe('text.save', () => {
  const request = { fileName: 'bursar-audit-demo-2026-11-25.csv', text: '"seq"\r\n"1"\r\n' }

  it('asks where to with the suggested name, and writes there whole, for its owner alone', async () => {
    const { ports, ...shell } = handlers()
    const folder = temporaryFolder()
    const file = join(folder, 'mine.csv')
    writeFileSync(file, 'what stood there before', { mode: 0o644 })
    ports.chooseFile.mockResolvedValue(file)
    expect(await shell['text.save'](request)).toEqual({ ok: true, value: { saved: true } })
    expect(ports.chooseFile.mock.calls).toEqual([[request.fileName]])
    expect(readFileSync(file, 'utf8')).toBe(`\uFEFF${request.text}`)
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(readdirSync(folder)).toEqual(['mine.csv'])
  })

  it('begins what is for a spreadsheet with a byte order mark, and nothing else', async () => {
    const { ports, ...shell } = handlers()
    const file = join(temporaryFolder(), 'audit')
    ports.chooseFile.mockResolvedValue(file)
    const text = '"Zoë","€"\r\n'
    await shell['text.save']({ fileName: 'audit.csv', text })
    expect(readFileSync(file).subarray(0, 3).toString('hex')).toBe('efbbbf')
    expect(textOf(new Uint8Array(readFileSync(file)))).toBe(text)
    await shell['text.save']({ fileName: 'audit.json', text: '{}\n' })
    expect(readFileSync(file, 'utf8')).toBe('{}\n')
  })

  it('says that nothing was saved when the operator changed their mind', async () => {
    expect(await handlers()['text.save'](request)).toEqual({ ok: true, value: { saved: false } })
  })

  it('says why it could not be written, and leaves what stood there and nothing else', async () => {
    const { ports, ...shell } = handlers()
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'taken', 'inside'), { recursive: true })
    for (const [place, reason] of [
      [join(folder, 'no such folder', 'mine.csv'), /ENOENT/],
      [join(folder, 'taken'), /EISDIR|ENOTEMPTY|EEXIST|EPERM/],
    ] as const) {
      ports.chooseFile.mockResolvedValue(place)
      const answer = await shell['text.save'](request)
      expect(answer).toMatchObject({ ok: false, error: { code: 'store_unwritable' } })
      expect(!answer.ok && answer.error.message).toMatch(reason)
    }
    expect(readdirSync(folder)).toEqual(['taken'])
  })
})
