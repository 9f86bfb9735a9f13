// The form of a bulk run: a file, the payments that were chosen, or what is left of another run; every row checked before anything
// is ordered; then what will happen in words, and the order. One form is one run: its number is made when it opens and kept.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { RefundFile } from '../../../domain/refund-csv.ts'
import { ask, failureOf } from '../../bridge/client.ts'
import { rowsLeftOf, useRunRules } from '../../bridge/run-queries.ts'
import { keys } from '../../bridge/keys.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { newRunPlace, paymentsPlace, runsPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { countText } from '../../ui/count.ts'
import { deskName } from '../../ui/words/desk-words.ts'
import { runAccess } from '../../ui/orders/order-access.ts'
import { ScreenTitle } from '../../ui/screen-title.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Banner, EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { rowsOfChoice, rowsOfFile, rowsOfRetry, type DraftRow } from './draft.ts'
import { DraftForm, type FileNote } from './draft-form.tsx'
import { PickFile } from './pick-file.tsx'
import { BackLink } from './run-page.tsx'

export function NewRunScreen({ desk }: { desk: Desk }) {
  const search = useSearch()
  // Another address is another form, with another number.
  return <NewRun key={search} desk={desk} search={new URLSearchParams(search)} />
}

/** Where the rows came from, and how they are called. */
interface Source {
  name: string
  /** Internal, for every refund. */
  note?: string
  rows: DraftRow[]
  notes: readonly FileNote[]
}

function NewRun({ desk, search }: { desk: Desk; search: URLSearchParams }) {
  const [, navigate] = useLocation()
  const client = useQueryClient()
  const [runId] = useState(() => crypto.randomUUID())
  const retryOf = search.get('retry')
  const ofChoice = search.get('of') === 'chosen'
  const fromFile = retryOf === null && !ofChoice
  const rules = useRunRules(desk)
  const { source, setSource, failure, again } = useSource(desk.id, retryOf, ofChoice)
  const access = runAccess(desk)
  // That it is locked is said where it can be unlocked.
  const stop = access.can === 'unlock' ? null : (rules.data?.stop ?? null)
  const why = access.can === 'no' ? access.why : stop
  const back = ofChoice ? paymentsPlace(desk.id, null) : runsPlace(desk.id, null)
  // With rows in it, a key that was pressed by mistake must not throw the work away.
  useShortcuts({ escape: () => (source === null ? navigate(back) : false) })
  return (
    <section aria-label="New run" className="flex h-full min-h-0 flex-col">
      <BackLink deskId={desk.id} />
      <ScreenTitle className="px-4 pb-2 text-lg">
        {retryOf === null ? 'Refund many payments' : 'Refund what is left of a run'}
      </ScreenTitle>
      {why !== null && (
        <Banner tone="bad">{why} Nothing can be placed; a file can be checked all the same.</Banner>
      )}
      {failure !== null ? (
        <ErrorState title="The rows that are left could not be read" failure={failure} onRetry={again} />
      ) : source === null && retryOf !== null ? (
        <div role="status" aria-label="Reading the rows that are left" className="px-4">
          <Skeleton className="h-7 w-full" />
        </div>
      ) : retryOf !== null && source?.rows.length === 0 ? (
        <EmptyState
          icon={ListChecks}
          title="Nothing is left of this run"
          action={<Button onClick={() => navigate(runsPlace(desk.id, retryOf))}>Back to the run</Button>}
        >
          Every row of it was made, is in another run, or its outcome is not known yet.
        </EmptyState>
      ) : source === null ? (
        <PickFile
          onRead={(name, file) => setSource({ name, rows: rowsOfFile(file), notes: notesOf(file) })}
        />
      ) : (
        <DraftForm
          desk={desk}
          runId={runId}
          retryOf={retryOf}
          fromFile={fromFile}
          name={source.name}
          note={source.note ?? ''}
          rows={source.rows}
          notes={source.notes}
          rules={rules.data ?? null}
          why={why}
          onOther={() => (fromFile ? setSource(null) : navigate(newRunPlace(desk.id)))}
          onPlaced={(run, stayed) => {
            client.setQueryData(keys.run(run.deskId, run.id), run)
            void client.invalidateQueries({ queryKey: keys.runs(run.deskId) })
            if (!stayed) {
              toast({ title: 'The run was placed', description: `${run.name}, of ${deskName(desk)}.` })
              return
            }
            if (ofChoice) chosenPayments.forget()
            navigate(runsPlace(desk.id, run.id), { replace: true })
          }}
        />
      )}
    </section>
  )
}

function notesOf(file: RefundFile): FileNote[] {
  const { ignored } = file
  const list = new Intl.ListFormat('en-GB').format(ignored.map((name) => `“${name}”`))
  const all = whichWhole(file)
  return [
    ...(all === null ? [] : [{ text: all, grave: true }]),
    ...(ignored.length > 0 ? [{ text: `Not read: ${list}.`, grave: false }] : []),
  ]
}

/** An empty amount is all that is left, and may have been meant as none. */
function whichWhole({ rows, faults }: RefundFile): string | null {
  const empty = rows.filter(({ amount }) => amount === null).length
  if (empty === 0) return null
  if ([...rows, ...faults].every(({ amount }) => amount === null))
    return 'No amounts stand in this file: of every payment all that is left is refunded.'
  return empty === 1
    ? 'One row has no amount: of its payment all that is left is refunded.'
    : `${countText(empty)} rows have no amount: of their payments all that is left is refunded.`
}

/** The rows to begin with, where they come from no file; null while they are not there. */
function useSource(deskId: string, retryOf: string | null, ofChoice: boolean) {
  const [source, setSource] = useState<Source | null>(() => {
    const chosen = [...chosenPayments.use.getState().chosen.values()]
    if (!ofChoice || chosen.length === 0) return null
    const name = chosen.length === 1 ? '1 chosen payment' : `${countText(chosen.length)} chosen payments`
    return { name, rows: rowsOfChoice(chosen), notes: [] }
  })
  // Made into rows only once: each has the number of its order.
  const retry = useQuery({
    queryKey: ['retry', deskId, retryOf],
    enabled: retryOf !== null,
    gcTime: 0,
    queryFn: async () => {
      const runId = retryOf ?? ''
      const run = await ask('runs.detail', { deskId, runId })
      return {
        name: `${run.state === 'stopped' ? 'Rest' : 'Retry'} of ${run.name}`,
        note: run.note ?? '',
        rows: rowsOfRetry(await rowsLeftOf(deskId, runId)),
        notes: [],
      }
    },
  })
  return {
    source: source ?? retry.data ?? null,
    setSource,
    failure: retry.isError ? failureOf(retry.error) : null,
    again: () => void retry.refetch(),
  }
}
