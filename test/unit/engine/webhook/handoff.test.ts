// A body is confirmed only by the writer, and given back when the writer is gone.
import { MessageChannel } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { createHandoff } from '../../../../electron/engine/webhook/handoff.ts'
import type { Handoff } from '../../../../electron/engine/webhook/handoff.ts'
import type { Batch } from '../../../../electron/engine/webhook/messages.ts'
import { until } from '../../../integration/webhook/intake.support.ts'

function linked(): { handoff: Handoff; batches: Batch[]; writer: MessageChannel['port2']; told: string[] } {
  const { port1, port2 } = new MessageChannel()
  onTestFinished(() => port1.close())
  const batches: Batch[] = []
  port2.on('message', (batch: Batch) => batches.push(batch))
  const handoff = createHandoff()
  handoff.linkTo(port1)
  return { handoff, batches, writer: port2, told: [] }
}

const bytes = (text: string): Buffer => Buffer.from(text)

test('what comes in one turn of the loop goes as one batch for each desk', async () => {
  const { handoff, batches, told, writer } = linked()
  for (const [desk, text] of [
    ['a', 'one'],
    ['b', 'two'],
    ['a', 'three'],
  ] as const)
    handoff.put(desk, bytes(text), (isStored) => told.push(`${text} ${isStored}`))
  await until(() => batches.length === 2)
  const seen = batches.map(({ deskId, lengths, bytes }) => [
    deskId,
    [...lengths],
    Buffer.from(bytes).toString(),
  ])
  expect(seen).toEqual([
    ['a', [3, 5], 'onethree'],
    ['b', [3], 'two'],
  ])
  expect(told).toEqual([])
  expect(handoff.waiting()).toBe(11)
  writer.postMessage({ stored: [batches[0]?.id], failed: [batches[1]?.id] })
  await handoff.drained()
  expect(told).toEqual(['one true', 'three true', 'two false'])
  expect(handoff.waiting()).toBe(0)
})

test('what a dead writer has not confirmed is not stored, and the next writer takes over', async () => {
  const { handoff, batches, told, writer } = linked()
  handoff.put('a', bytes('lost'), (isStored) => told.push(`lost ${isStored}`))
  await until(() => batches.length === 1)
  writer.close()
  await handoff.drained('a')
  expect(told).toEqual(['lost false'])
  handoff.put('a', bytes('early'), (isStored) => told.push(`early ${isStored}`))
  await handoff.drained()
  expect(told).toEqual(['lost false', 'early false'])
  const next = new MessageChannel()
  handoff.linkTo(next.port1)
  next.port2.on('message', ({ id }: Batch) => next.port2.postMessage({ stored: [id], failed: [] }))
  handoff.put('a', bytes('kept'), (isStored) => told.push(`kept ${isStored}`))
  await handoff.drained()
  expect(told.at(-1)).toBe('kept true')
  next.port1.close()
})
