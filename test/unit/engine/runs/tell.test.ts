import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRunTeller } from '../../../../electron/engine/runs/tell.ts'
import type { Run } from '../../../../src/contract/index.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const run = { id: 'run_1' } as Run

function open() {
  const told: string[] = []
  const find = vi.fn<(runId: string) => Run | null>(() => run)
  return { told, find, teller: openRunTeller(find, ({ id }) => told.push(id)) }
}

test('a run that goes on is told of once in a while, and at once when it is another', () => {
  const { told, teller } = open()
  teller.touched(run.id)
  teller.touched(run.id)
  expect(told).toHaveLength(0)
  vi.advanceTimersByTime(1000)
  expect(told).toHaveLength(1)
  teller.touched(run.id)
  teller.changed(run)
  vi.advanceTimersByTime(1000)
  expect(told).toHaveLength(2)
})

test('a row that ends after its desk was closed looks nothing up in a journal that may be closed, too', () => {
  const { told, find, teller } = open()
  teller.touched(run.id)
  teller.stop()
  teller.touched(run.id)
  vi.advanceTimersByTime(1000)
  expect(find).not.toHaveBeenCalled()
  expect(told).toHaveLength(0)
})
