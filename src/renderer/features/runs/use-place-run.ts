// Places the run, one call at a time. A failure leaves the form as it is, to be sent again under the same number. What
// is answered after the operator left the form is told in passing.
import { useRef, useState } from 'react'
import type { Failure } from '../../../contract/result.ts'
import type { Run } from '../../../contract/runs.ts'
import type { RequestOf } from '../../../contract/schemas.ts'
import { call } from '../../bridge/client.ts'
import { useDeskToast } from '../../ui/desk-toast.ts'
import { useStayed } from '../../ui/still-here.ts'

export function usePlaceRun(onPlaced: (run: Run, stayed: boolean) => void) {
  const [placing, setPlacing] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const underWay = useRef(false)
  const toast = useDeskToast()
  const stays = useStayed()
  const place = async (request: RequestOf<'run.place'>): Promise<void> => {
    if (underWay.current) return
    underWay.current = true
    setPlacing(true)
    setFailure(null)
    const stayed = stays()
    const result = await call('run.place', request)
    underWay.current = false
    setPlacing(false)
    if (result.ok) onPlaced(result.value, stayed())
    else if (stayed()) setFailure(result.error)
    else toast({ title: 'The run was not placed', description: result.error.message, tone: 'red' })
  }
  return { placing, failure, place }
}
