// The desktop's own answers: what runs, open, copy, theme.
import { expect, it, vi } from 'vitest'
import { shellHandlers } from '../../../electron/shell/handlers.ts'
import type { ShellPorts } from '../../../electron/shell/handlers.ts'
import { schemas } from '../../../src/contract/index.ts'

function handlers() {
  const ports = {
    version: '1.2.3',
    platform: 'linux',
    standIn: true,
    theme: {
      choice: () => 'dark' as const,
      isDark: () => true,
      choose: vi.fn<ShellPorts['theme']['choose']>(),
    },
    openExternal: vi.fn<ShellPorts['openExternal']>(() => Promise.resolve()),
    writeClipboard: vi.fn<ShellPorts['writeClipboard']>(() => Promise.resolve()),
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
  })
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

it('text.copy and theme.set do what they say', async () => {
  const { ports, ...shell } = handlers()
  await shell['text.copy']({ text: 'pi_1' })
  await shell['theme.set']({ theme: 'light' })
  expect(ports.writeClipboard).toHaveBeenCalledWith('pi_1')
  expect(ports.theme.choose).toHaveBeenCalledWith('light')
})
