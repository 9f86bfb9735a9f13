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
    handoff.put(desk, bytes(text), (refused) => told.push(`${text} ${refused}`))
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
  const [first, second] = batches.map(({ id }) => id)
  writer.postMessage([
    { id: first, isStored: true, refused: new Map([[1, 'other_mode']]) },
    { id: second, isStored: false, refused: new Map() },
  ])
  await handoff.drained()
  expect(told).toEqual(['one null', 'three other_mode', 'two not_stored'])
  expect(handoff.waiting()).toBe(0)
})

test('of a flood in one turn the writer gets the first while the rest is still being read', async () => {
  const { handoff, batches } = linked()
  for (let count = 0; count < 80; count++) handoff.put('a', bytes('x'), () => undefined)
  await until(() => batches.length === 3)
  expect(batches.map(({ lengths }) => lengths.length)).toEqual([32, 32, 16])
})

test('what a dead writer has not confirmed is not stored, and the next writer takes over', async () => {
  const { handoff, batches, told, writer } = linked()
  handoff.put('a', bytes('lost'), (refused) => told.push(`lost ${refused}`))
  await until(() => batches.length === 1)
  writer.close()
  await handoff.drained('a')
  expect(told).toEqual(['lost not_stored'])
  handoff.put('a', bytes('early'), (refused) => told.push(`early ${refused}`))
  await handoff.drained()
  expect(told).toEqual(['lost not_stored', 'early not_stored'])
  const next = new MessageChannel()
  handoff.linkTo(next.port1)
  next.port2.on('message', ({ id }: Batch) =>
    next.port2.postMessage([{ id, isStored: true, refused: new Map() }]),
  )
  handoff.put('a', bytes('kept'), (refused) => told.push(`kept ${refused}`))
  await handoff.drained()
  expect(told.at(-1)).toBe('kept null')
  next.port1.close()
})
