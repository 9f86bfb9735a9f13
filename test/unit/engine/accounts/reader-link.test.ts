// The engine's line to the reader never leaves it waiting.
import { MessageChannel } from 'node:worker_threads'
import { expect, test, vi } from 'vitest'
import type { ReaderAnswer } from '../../../../electron/store/reader-messages.ts'
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
  expect(await link.close('d')).toBe(false)
})

test('what is closed is sound unless the reader met damage', async () => {
  const { port1, port2 } = new MessageChannel()
  const link = linkReader(port1)
  for (const damaged of [false, true]) {
    const closing = link.close('d')
    port2.postMessage({ closed: 'd', damaged } satisfies ReaderAnswer)
    expect(await closing).toBe(!damaged)
  }
  link.end()
})
