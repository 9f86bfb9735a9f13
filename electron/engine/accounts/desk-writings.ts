// What operators write at a desk and Stripe is told nothing of: notes, cases, rules, saved views, what became of letters. It must never write
// anything to a journal that is damaged.
import type { Database } from 'better-sqlite3'
import type { Failure, Result } from '../../../src/contract/index.ts'
import type { Access } from '../access/access.ts'
import type { Audit } from '../audit/audit.ts'
import { openCustomerNotes, type CustomerNotes } from '../customers/notes.ts'
import { caseWriter, type WriteCase } from '../failures/cases.ts'
import { declineRuleSetter, type SetDeclineRule } from '../failures/rules.ts'
import { draftMarker, type MarkDraft } from '../letters/drafts.ts'
import { openOtherWayNotes, type OtherWayNotes } from '../refunds/other-way.ts'
import { accessPolicySetter, type SetAccessPolicy } from '../subscriptions/policy.ts'
import { openSavedViews, type SavedViews } from './saved-views.ts'

export interface DeskWritings {
  otherWay: OtherWayNotes
  notes: CustomerNotes
  writeCase: WriteCase
  setDeclineRule: SetDeclineRule
  setAccessPolicy: SetAccessPolicy
  views: SavedViews
  markDraft: MarkDraft
}

export function openDeskWritings(ports: {
  cache: Database
  journal: Database
  audit: Audit
  access: Pick<Access, 'whyLocked' | 'whyClosed'>
  /** Why a payment is not free, in words: an order is under way on it, or a run holds it; null where it is. */
  openOn: (paymentIntentId: string) => string | null
  /** That the journal was found to be damaged since it was opened; null while it was not. */
  damage: () => Failure | null
  /** Milliseconds. */
  now: () => number
  /** Something was written: it is told, and backed up. */
  changed: () => void
}): DeskWritings {
  const { cache, journal, audit, access, openOn, now } = ports
  const { whyLocked } = access
  const whyClosed = (what: string): Failure | null => whyLocked(what) ?? access.whyClosed()
  const otherWay = openOtherWayNotes({ cache, journal, audit, whyClosed, openOn, now })
  const written = { cache, journal, audit, whyLocked, now }
  const customerNotes = openCustomerNotes(written)
  const writeCase = caseWriter(written)
  const setDeclineRule = declineRuleSetter(written)
  const setAccessPolicy = accessPolicySetter(written)
  const markDraft = draftMarker(written)
  const views = openSavedViews(written)

  function told<Value>(written: Result<Value>): Result<Value> {
    if (written.ok) ports.changed()
    return written
  }

  function notDamaged(): { ok: false; error: Failure } | null {
    const error = ports.damage()
    return error && { ok: false, error }
  }

  return {
    otherWay: {
      record: (request) => told(otherWay.record(request)),
      strike: (request) => told(otherWay.strike(request)),
    },
    notes: {
      write: (request) => told(customerNotes.write(request)),
      strike: (request) => told(customerNotes.strike(request)),
    },
    writeCase: (request) => told(writeCase(request)),
    setDeclineRule: (request) => told(setDeclineRule(request)),
    setAccessPolicy: (request) => told(setAccessPolicy(request)),
    markDraft: (request) => told(markDraft(request)),
    views: {
      save: (request) => notDamaged() ?? told(views.save(request)),
      delete: (request) => notDamaged() ?? told(views.delete(request)),
    },
  }
}
