// The audit of a desk: what was ordered, denied and changed here, by whom, newest first; filters, the list, and the inspector
// beside it. Everything that says which entries and which one stands in the address.
import { Link2, Link2Off, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { useAudit, useAuditEntry, type AuditRow as Row } from '../../bridge/audit-queries.ts'
import { auditPlace, paymentsPlace, screenPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { Grid } from '../../ui/lists/grid.tsx'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { NoMatch } from '../../ui/lists/no-rows.tsx'
import { useListAddress, useLoadedRows } from '../../ui/lists/list-address.ts'
import { ListScreen } from '../../ui/lists/list-screen.tsx'
import { ListSkeleton } from '../../ui/lists/list-skeleton.tsx'
import { useListWithInspector } from '../../ui/lists/list-with-inspector.ts'
import { ToneIcon, type Look } from '../../ui/pill.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Banner, EmptyState } from '../../ui/states.tsx'
import { clockTime } from '../../ui/dates/time.ts'
import { toast } from '../../ui/toast.tsx'
import { useAuditExport } from '../../ui/use-audit-export.ts'
import {
  emptyQuery,
  formatAuditQuery,
  isNarrowed,
  parseAuditQuery,
  readSeq,
  toFilter,
} from './audit-query.ts'
import { AuditHeader, AuditRow } from './audit-row.tsx'
import { ChainDialog } from './chain-dialog.tsx'
import { breakTitle } from './chain-words.ts'
import { headerHeight, rowGrid, rowHeight } from './columns.ts'
import { paymentOf } from './entry-detail.ts'
import { ExportMenu } from './export-menu.tsx'
import { FilterBar, KindTabs } from './filter-bar.tsx'
import { Inspector } from './inspector.tsx'
import { useChain, type ChainCheck } from './use-chain.ts'

const address = {
  placeOf: auditPlace,
  parse: parseAuditQuery,
  format: formatAuditQuery,
  toFilter,
}

/** `seq` as it stands in the address. */
export function AuditScreen({ desk, seq: named }: { desk: Desk; seq: string | null }) {
  const seq = readSeq(named)
  const openId = seq === null ? null : String(seq)
  const [, navigate] = useLocation()
  const { query, change, open, filter } = useListAddress(address, desk.id, openId)
  const list = useAudit(desk.id, filter)
  const { rows, total, said } = useLoadedRows(list, 'entry', 'entries')
  const narrowed = isNarrowed(query)
  const { activeId, gridProps, search, leaveSearch, close, over, covered } = useListWithInspector({
    openId,
    rows,
    open,
    list,
  })
  const [telling, setTelling] = useState(false)
  const { check, verify } = useChain(desk.id)
  const verifyAndTell = (): void => {
    setTelling(true)
    void verify(null)
  }
  const exporting = useAuditExport(desk.id)
  const row = rows.find(({ id }) => id === activeId)
  // One that is opened by its number may not be in the list.
  const numbered = useAuditEntry(desk.id, row === undefined ? seq : null).data ?? undefined
  useAuditKeys(desk, row ?? numbered, verifyAndTell)
  const broken = check.state === 'found' ? check.verdict.broken : null

  return (
    <ListScreen
      name="Audit"
      beside={
        <>
          <ChainMark check={check} onTell={() => setTelling(true)} />
          <Button icon={Link2} keysShown="v" onClick={verifyAndTell}>
            Verify the chain
          </Button>
          <ExportMenu
            narrowed={narrowed}
            disabled={exporting.busy || rows.length === 0}
            onExport={(format) => void exporting.exportAudit(filter, format)}
          />
        </>
      }
      covered={covered}
      said={said(narrowed)}
      inspector={
        seq !== null && (
          <Inspector
            key={desk.id}
            deskId={desk.id}
            seq={seq}
            row={rows.find((row) => row.id === openId)}
            search={formatAuditQuery(query)}
            broken={broken?.seq === seq ? broken : null}
            over={over}
            onClose={close}
          />
        )
      }
    >
      {exporting.slow && (
        <Banner
          tone="info"
          action={
            <Button size="small" onClick={exporting.letGo}>
              Cancel
            </Button>
          }
        >
          <div className="flex items-center gap-3">
            Collecting the entries…
            <div className="max-w-40 flex-1">
              <Progress label="Collecting the entries" done={0} total={null} />
            </div>
          </div>
        </Banner>
      )}
      <KindTabs kinds={query.kinds} onChoose={(kinds) => change({ kinds })} />
      <FilterBar query={query} searchRef={search} onChange={change} onLeaveSearch={leaveSearch} />
      <ListBody
        name="Audit entries"
        list={list}
        count={rows.length}
        waiting={<Waiting />}
        none={<NoEntries desk={desk} narrowed={narrowed} onClear={() => change(emptyQuery)} />}
      >
        <Grid
          {...gridProps}
          label="Audit"
          attribute="data-audit"
          columnCount={5}
          rows={rows}
          total={total}
          rowHeight={rowHeight}
          headerHeight={headerHeight}
          listName={formatAuditQuery(query)}
          header={<AuditHeader />}
          rowView={AuditRow}
        />
      </ListBody>
      {telling && (
        <ChainDialog
          check={check}
          onVerify={(head) => void verify(head)}
          onShow={(wanted) => {
            setTelling(false)
            navigate(auditPlace(desk.id, wanted))
          }}
          onClose={() => setTelling(false)}
        />
      )}
    </ListScreen>
  )
}

/** What verifying found, in a word, and the way back to the whole of it. */
function ChainMark({ check, onTell }: { check: ChainCheck; onTell: () => void }) {
  if (check.state !== 'found') return null
  const { broken } = check.verdict
  const look: Look = broken
    ? { tone: 'red', icon: Link2Off, word: breakTitle(broken) }
    : { tone: 'green', icon: Link2, word: `Whole at ${clockTime(check.at)}` }
  return (
    <Button look="ghost" aria-haspopup="dialog" onClick={onTell}>
      <ToneIcon look={look} />
      <span className={broken ? 'text-red' : 'text-green'}>{look.word}</span>
    </Button>
  )
}

/** The keys of this screen beside those of every list. */
function useAuditKeys(desk: Desk, active: Row | undefined, onVerify: () => void): void {
  const [, navigate] = useLocation()
  useShortcuts({
    v: onVerify,
    c: () => {
      if (!active) return false
      if (active.subject === null) toast({ title: 'This entry is about the desk itself' })
      else void copyText(active.subject, 'Subject')
    },
    o: () => {
      if (!active) return false
      const payment = paymentOf(active)
      if (payment === null) toast({ title: 'This entry names no payment' })
      else navigate(paymentsPlace(desk.id, payment))
    },
  })
}

function Waiting() {
  return (
    <ListSkeleton
      label="Loading the audit"
      rowGrid={rowGrid}
      rowHeight={rowHeight}
      headerHeight={headerHeight}
      cells={['h-3 w-12', 'h-3 w-28 max-w-full', 'h-3 w-72 max-w-full']}
    />
  )
}

function NoEntries({ desk, narrowed, onClear }: { desk: Desk; narrowed: boolean; onClear: () => void }) {
  const [, navigate] = useLocation()
  if (narrowed) return <NoMatch noun="entry" all="kinds" read="whole" onClear={onClear} />
  return (
    <EmptyState
      icon={ScrollText}
      title="Nothing to account for yet"
      action={<Button onClick={() => navigate(screenPlace(desk.id, 'payments'))}>Go to the payments</Button>}
    >
      Every refund that is placed, sent or denied here is written down, and so is every change of a key or a
      signing secret: when, by whom, and what it changed. Each entry is tied to the one before, so that none
      can be altered or taken out unnoticed.
    </EmptyState>
  )
}
