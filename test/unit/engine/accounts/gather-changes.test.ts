// The face hears of what changed a few times a second, and of something new at once.
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { gatherChanges, type Changes } from '../../../../electron/engine/accounts/gather-changes.ts'

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
})

function gathering(): Changes & { told: string[][] } {
  const told: string[][] = []
  const changes = gatherChanges((kinds) => told.push(kinds))
  onTestFinished(changes.stop)
  return { ...changes, told }
}

test('the first change is told at once, and what comes within a fifth of a second is told together after it', async () => {
  const { note, told } = gathering()
  note('payments')
  note('events')
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([['payments', 'events']])
  for (let commit = 0; commit < 5; commit += 1) {
    note('payments')
    note('events')
    await vi.advanceTimersByTimeAsync(30)
  }
  expect(told).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(50)
  expect(told).toEqual([
    ['payments', 'events'],
    ['payments', 'events'],
  ])
})

test('a kind that was not told lately does not wait for another that was', async () => {
  const { note, told } = gathering()
  note('audit')
  await vi.advanceTimersByTimeAsync(10)
  note('payments')
  note('audit')
  await vi.advanceTimersByTimeAsync(1)
  expect(told).toEqual([['audit'], ['payments']])
  await vi.advanceTimersByTimeAsync(200)
  expect(told).toEqual([['audit'], ['payments'], ['audit']])
})

test('nothing is told twice, and nothing after the end', async () => {
  const { note, stop, told } = gathering()
  note('payments')
  await vi.advanceTimersByTimeAsync(1000)
  expect(told).toEqual([['payments']])
  note('payments')
  await vi.advanceTimersByTimeAsync(1)
  note('payments')
  stop()
  await vi.advanceTimersByTimeAsync(1000)
  expect(told).toEqual([['payments'], ['payments']])
})

test('rows of any table are told, those that only move the balance by themselves', async () => {
  const { noteRows, told } = gathering()
  noteRows(['balance_transactions'])
  await vi.advanceTimersByTimeAsync(1)
  expect(told).toEqual([['balance']])
  noteRows(['charges', 'disputes'])
  await vi.advanceTimersByTimeAsync(1)
  expect(told).toEqual([['balance'], ['payments']])
})
