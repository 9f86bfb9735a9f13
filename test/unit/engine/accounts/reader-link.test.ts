// The engine's line to the reader never leaves it waiting.
import { MessageChannel } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import { linkReader } from '../../../../electron/engine/accounts/reader-link.ts'

const desk = {
  deskId: 'd',
  folder: '/f',
  fileKey: Buffer.alloc(32),
  facts: { accountId: 'a', mode: 'test', operator: 'ada' },
} as const

test('what is asked while the reader dies, and after it, is answered', async () => {
  const { port1, port2 } = new MessageChannel()
  const link = linkReader(port1)
  const asked = link.open(desk)
  port2.close()
  expect(await asked).toBe('The reader stopped.')
  await vi.waitFor(async () => expect(await link.open(desk)).toBe('The reader stopped.'))
  await link.close('d')
})
