// Places the run, one call at a time. A failure leaves the form as it is, to be sent again under the same number.
import { useRef, useState } from 'react'
import type { Failure } from '../../../contract/result.ts'
import type { Run } from '../../../contract/runs.ts'
import type { RequestOf } from '../../../contract/schemas.ts'
import { call } from '../../bridge/client.ts'

export function usePlaceRun(onPlaced: (run: Run) => void) {
  const [placing, setPlacing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const underWay = useRef(false)
  const place = async (request: RequestOf<'run.place'>): Promise<void> => {
    if (underWay.current) return
    underWay.current = true
    setPlacing(true)
    setFailure(null)
    const result = await call('run.place', request)
    underWay.current = false
    setPlacing(false)
    if (result.ok) onPlaced(result.value)
    else setFailure(result.error)
  }
  return { placing, failure, place }
}
