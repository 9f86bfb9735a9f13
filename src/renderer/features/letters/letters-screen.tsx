// The letters to customers whose payment failed: one for each invoice, made of its newest failed try, to be read over and sent by a person. Which
// are shown and which is open stands in the address.
import { MailCheck } from 'lucide-react'
import { useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Draft } from '../../../contract/letters.ts'
import type { Desk } from '../../../contract/desks.ts'
import { askDrafts, useDraft, useDrafts, type DraftState } from '../../bridge/letter-queries.ts'
import { customersPlace, lettersPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { FailurePlaces } from '../../ui/failure-places.tsx'
import { Grid } from '../../ui/lists/grid.tsx'
import { useListAddress, useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'
import { rowGrid } from './columns.ts'
import { LetterInspector } from './inspector.tsx'
import { useLetterActs } from './letter-acts.ts'
import { letterTable } from './letter-csv.ts'
import { whyNotNow } from './letter-looks.ts'
import { askedStates, formatLetterQuery, parseLetterQuery, stateWord, toFilter } from './letter-query.ts'
import { LetterHeader, LetterRowView } from './letter-row.tsx'

const address = { placeOf: lettersPlace, parse: parseLetterQuery, format: formatLetterQuery, toFilter }

export function LettersScreen({ desk, invoiceId }: { desk: Desk; invoiceId: string | null }) {
  const { query, change, open, filter } = useListAddress(address, desk.id, invoiceId)
  const list = useDrafts(desk.id, filter)
  const read = useHowFarRead(desk.id)
  const { rows, total, said } = useLoadedRows(list, 'letter', 'letters')
  const { activeId, gridProps, close, over, covered } = useListWithInspector({
    openId: invoiceId,
    rows,
    open,
    list,
  })
  const row = rows.find(({ id }) => id === activeId)
  // What was marked a moment ago has left the list, but is open beside it still.
  const opened = useDraft(desk.id, row === undefined ? invoiceId : null).data ?? undefined
  useLetterKeys(desk, row ?? opened)
  const header = useMemo(() => <LetterHeader />, [])
  return (
    <ListScreen
      name="Letters"
      beside={
        <>
          <FailurePlaces deskId={desk.id} here="letters" />
          <ExportButton
            ready={rows.length > 0}
            table={(now) => letterTable(desk, query, now)}
            askPage={(after) => askDrafts(desk.id, filter, after)}
          />
        </>
      }
      covered={covered}
      said={said(query.state !== 'open')}
      inspector={
        invoiceId !== null && (
          <LetterInspector
            key={desk.id}
            desk={desk}
            invoiceId={invoiceId}
            row={rows.find(({ id }) => id === invoiceId)}
            over={over}
            onClose={close}
          />
        )
      }
    >
      <ChoiceTabs
        label="State"
        choices={askedStates.map((state) => ({ word: stateWord(state), value: state }))}
        isChosen={(value) => value === query.state}
        onChoose={(state) => change({ state })}
        className="mb-2.5"
      />
      <ListBody
        name="Letters"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={
          <NoRows noun="letters" read={read} waiting={<Waiting />}>
            <NoLetters state={query.state} onAll={() => change({ state: 'all' })} />
          </NoRows>
        }
      >
        <Grid
          {...gridProps}
          label="Letters"
          attribute="data-letter"
          columnCount={6}
          rows={rows}
          total={total}
          listName={formatLetterQuery(query)}
          header={header}
          rowView={LetterRowView}
        />
      </ListBody>
    </ListScreen>
  )
}

/** The keys of this screen beside those of every list. */
function useLetterKeys(desk: Desk, active: Draft | undefined): void {
  const [, navigate] = useLocation()
  const { mark, write } = useLetterActs(desk)
  const onActive = (does: (letter: Draft) => void) => (): void | false =>
    active === undefined ? false : does(active)
  const toBeTold = (does: (letter: Draft) => void) =>
    onActive((letter) => {
      const title = whyNotNow(letter.state)
      return title === null ? does(letter) : toast({ title })
    })
  useShortcuts({
    e: toBeTold(write),
    s: toBeTold((letter) => mark(letter, 'sent')),
    d: toBeTold((letter) => mark(letter, 'dismissed')),
    o: onActive(({ customerId }) =>
      customerId === null
        ? toast({ title: 'It has no customer' })
        : navigate(customersPlace(desk.id, customerId)),
    ),
  })
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading letters"
      rowGrid={rowGrid}
      cells={['h-4 w-16', 'h-3 w-40 max-w-full', 'ml-auto h-3 w-14']}
    />
  )
}

function NoLetters({ state, onAll }: { state: DraftState; onAll: () => void }) {
  return (
    <EmptyState
      icon={MailCheck}
      title={state === 'open' ? 'No letter waits to be sent' : 'No such letter'}
      {...(state === 'all' ? {} : { action: <Button onClick={onAll}>Show all letters</Button> })}
    >
      When the payment of an invoice fails, a letter to its customer is written here: with what they may be
      told of the reason, the page on which they can pay, and when it is tried again. You read it over and
      send it.
    </EmptyState>
  )
}
