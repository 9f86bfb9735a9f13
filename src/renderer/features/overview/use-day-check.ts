// Asks the engine to check a day against Stripe, and keeps what was found for the dialog that asked. It must never show what was found of
// one day under another.
import { useCallback, useRef, useState } from 'react'
import type { DayCheck } from '../../../contract/finance.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { machineZone } from '../../ui/dates/period.ts'

export type DayCheckState =
  | { state: 'none' }
  | { state: 'running'; day: string }
  | { state: 'failed'; day: string; failure: Failure }
  /** `at`: when it was found, Unix milliseconds. */
  | { state: 'found'; day: string; check: DayCheck; at: number }

export function useDayCheck(deskId: string) {
  const [found, setFound] = useState<DayCheckState>({ state: 'none' })
  const newest = useRef(0)
  /** Only the newest question is told. */
  const check = useCallback(
    async (day: string): Promise<void> => {
      newest.current += 1
      const mine = newest.current
      setFound({ state: 'running', day })
      const result = await call('day.check', { deskId, day, timeZone: machineZone() })
      if (mine !== newest.current) return
      setFound(
        result.ok
          ? { state: 'found', day, check: result.value, at: Date.now() }
          : { state: 'failed', day, failure: result.error },
      )
    },
    [deskId],
  )
  /** What was taken in already stays. */
  const stop = useCallback((): void => {
    newest.current += 1
    setFound({ state: 'none' })
    void call('day.stop', { deskId })
  }, [deskId])
  return { found, check, stop }
}
