// Verifies the chain of a desk's audit, and keeps what was found for the screen that asked.
import { useCallback, useRef, useState } from 'react'
import type { AuditVerdict } from '../../../contract/audit.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'

export type ChainCheck =
  | { state: 'none' }
  | { state: 'running'; comparing: boolean }
  | { state: 'failed'; failure: Failure }
  /** `head`: the earlier head that it was compared with. `at`: when it was found, Unix milliseconds. */
  | { state: 'found'; verdict: AuditVerdict; head: string | null; at: number }

export function useChain(deskId: string) {
  const [check, setCheck] = useState<ChainCheck>({ state: 'none' })
  const newest = useRef(0)
  /** `head` null: compared with nothing. Only the newest question is told. */
  const verify = useCallback(
    async (head: string | null): Promise<void> => {
      newest.current += 1
      const mine = newest.current
      setCheck({ state: 'running', comparing: head !== null })
      const result = await call('audit.verify', { deskId, ...(head === null ? {} : { head }) })
      if (mine !== newest.current) return
      setCheck(
        result.ok
          ? { state: 'found', verdict: result.value, head, at: Date.now() }
          : { state: 'failed', failure: result.error },
      )
    },
    [deskId],
  )
  return { check, verify }
}
