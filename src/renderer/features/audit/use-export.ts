// Exports what the filter shows, and lets go of it when told to: nothing is written after that.
import { useRef, useState } from 'react'
import type { AuditFilter } from '../../../contract/audit.ts'
import { saveAudit, type ExportFormat } from '../../ui/save-audit.ts'

/** Longer than this, it is said that it goes on. */
const patienceMilliseconds = 1000

export function useExport(deskId: string, filter: AuditFilter) {
  const [busy, setBusy] = useState(false)
  const [slow, setSlow] = useState(false)
  const newest = useRef(0)

  const end = (): void => {
    newest.current += 1
    setBusy(false)
    setSlow(false)
  }
  const run = async (format: ExportFormat): Promise<void> => {
    if (busy) return
    newest.current += 1
    const mine = newest.current
    setBusy(true)
    const patience = setTimeout(() => mine === newest.current && setSlow(true), patienceMilliseconds)
    await saveAudit(deskId, filter, format, () => {
      clearTimeout(patience)
      if (mine !== newest.current) return false
      setSlow(false)
      return true
    })
    if (mine === newest.current) end()
  }
  /** `slow`: it takes so long that the operator should see it. `cancel`: what was asked for is let go. */
  return { busy, slow, run, cancel: end }
}
