// Checks the rows of a run with the engine, some at a time, and lets go when told to. An answer is kept under what was asked, so that
// an old one is never taken for another question's.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { AllowableReason } from '../../../contract/reasons.ts'
import type { Failure } from '../../../contract/result.ts'
import { mostRowsToCheck } from '../../../contract/run-bounds.ts'
import type { CheckedRow } from '../../../contract/runs.ts'
import { call } from '../../bridge/client.ts'
import { askedOf, checkKey, type Checks, type DraftRow } from './draft.ts'

interface Checking {
  checks: Checks
  running: boolean
  /** Why it did not go on. */
  failure: Failure | null
}

/** `retryOf`: the run of which the rows are left. */
export function useChecks(
  deskId: string,
  rows: readonly DraftRow[],
  reason: AllowableReason,
  retryOf: string | null,
) {
  const [state, setState] = useState<Checking>({ checks: new Map(), running: false, failure: null })
  const newest = useRef(0)
  const known = useRef(new Map<string, CheckedRow>())

  const cancel = useCallback((): void => {
    newest.current += 1
    setState((before) => ({ ...before, running: false }))
  }, [])

  /** Checks what has no answer yet. */
  const check = useCallback(async (): Promise<void> => {
    newest.current += 1
    const mine = newest.current
    const open = rows.filter((row) => row.fault === null && !known.current.has(checkKey(row, reason)))
    setState({ checks: new Map(known.current), running: open.length > 0, failure: null })
    for (let from = 0; from < open.length; from += mostRowsToCheck) {
      const batch = open.slice(from, from + mostRowsToCheck)
      const asked = batch.map((row) => askedOf(row, reason))
      const answer = await call('run.check', { deskId, retryOf, rows: asked })
      if (mine !== newest.current) return
      if (!answer.ok) {
        setState((before) => ({ ...before, running: false, failure: answer.error }))
        return
      }
      batch.forEach((row, place) => {
        const checked = answer.value.rows[place]
        if (checked) known.current.set(checkKey(row, reason), checked)
      })
      setState({ checks: new Map(known.current), running: from + batch.length < open.length, failure: null })
    }
  }, [deskId, rows, reason, retryOf])

  /** Everything anew: what was found is as old as it is. */
  const checkAgain = useCallback((): void => {
    known.current = new Map()
    void check()
  }, [check])

  const before = useRef(rows)
  useEffect(() => {
    if (before.current !== rows) known.current = new Map()
    before.current = rows
    void check()
    return () => {
      newest.current += 1
    }
  }, [rows, check])

  return { ...state, cancel, check, checkAgain }
}
