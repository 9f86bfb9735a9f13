// Exports what the filter shows: asks for the text, then for a place to save it. A change of mind on the way is no error, and
// nothing is written after it.
import { useRef, useState } from 'react'
import type { AuditFilter } from '../../../contract/audit.ts'
import type { RequestOf } from '../../../contract/schemas.ts'
import { call } from '../../bridge/client.ts'
import { toast } from '../../ui/toast.tsx'

export type ExportFormat = RequestOf<'audit.export'>['format']

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
    const made = await call('audit.export', { deskId, filter, format })
    clearTimeout(patience)
    if (mine !== newest.current) return
    setSlow(false)
    if (made.ok) {
      const { fileName, text, entries } = made.value
      const saved = await call('text.save', { fileName, text })
      if (!saved.ok)
        toast({ title: 'The export was not saved', description: saved.error.message, tone: 'red' })
      else if (saved.value.saved) toast({ title: `${entriesWord(entries)} exported`, description: fileName })
    } else toast({ title: 'The audit was not exported', description: made.error.message, tone: 'red' })
    if (mine === newest.current) end()
  }
  /** `slow`: it takes so long that the operator should see it. `cancel`: what was asked for is let go. */
  return { busy, slow, run, cancel: end }
}

function entriesWord(entries: number): string {
  return `${entries.toLocaleString('en')} ${entries === 1 ? 'entry' : 'entries'}`
}
