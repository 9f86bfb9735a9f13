// What a figure adds up, beside the chart: every row, newest first, each leading to its payment, refund or dispute. It must never show
// rows without the sum that they are of.
import { Inbox } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Figure, Sum } from '../../../contract/finance.ts'
import { useFigureRows } from '../../bridge/finance-queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { failuresOfPlace } from '../../ui/failures-of.ts'
import { Grid } from '../../ui/lists/grid.tsx'
import { InspectorPanel, InspectorSkeleton } from '../../ui/inspector-panel.tsx'
import { ListBody } from '../../ui/lists/list-body.tsx'
import { useMoveKeys } from '../../ui/lists/list-keys.ts'
import type { Stretch } from '../../ui/dates/period.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState } from '../../ui/states.tsx'
import type { RowsHandle } from '../../ui/lists/virtual-rows.ts'
import { FigureRow, FigureRowHeader, headerHeight, rowHeight, type FigureRowShown } from './figure-row.tsx'
import { countedWord, figureWords } from './figure-words.ts'
import { placeOf } from './place-of.ts'

interface FigureRowsProps {
  deskId: string
  figure: Figure
  currency: string
  stretch: Stretch
  /** "Thu, 26 Nov 2026". */
  when: string
  /** As the chart has it; null while it is being asked. */
  sum: Sum | null
  over: boolean
  onClose: () => void
}

export function FigureRows(props: FigureRowsProps) {
  const { deskId, figure, currency, stretch, when, sum, over, onClose } = props
  const { from, before } = stretch
  const asked = useMemo(() => ({ figure, currency, from, before }), [figure, currency, from, before])
  const list = useFigureRows(deskId, asked)
  const rows = useMemo(
    () =>
      list.data?.pages.flatMap((page) => page.rows.map((row): FigureRowShown => ({ ...row, currency }))) ??
      [],
    [list.data, currency],
  )
  const [activeId, setActiveId] = useState<string | null>(null)
  const [, navigate] = useLocation()
  const grid = useRef<RowsHandle>(null)
  useMoveKeys(grid)
  useShortcuts({ escape: onClose })
  const open = (id: string): void => {
    setActiveId(id)
    const place = placeOf(deskId, rows.find((row) => row.id === id)?.opens ?? null)
    if (place !== null) navigate(place)
  }
  const { word } = figureWords[figure]
  const worklist = figure === 'failed' ? failuresOfPlace(deskId, { ...stretch, currency }) : null
  return (
    <InspectorPanel
      label={`Rows of ${word}`}
      over={over}
      head={<h2 className="font-semibold">{word}</h2>}
      onClose={onClose}
    >
      <div className="flex h-full flex-col">
        <p className="px-5 pb-3">
          {sum !== null && (
            <>
              <Amount amount={sum.amount} currency={currency} className="text-xl font-semibold" />
              <span className="block text-ink-2">
                {countedWord(figure, sum.count)}, {when}
              </span>
            </>
          )}
          {worklist !== null && (
            <Link href={worklist} className="text-accent underline underline-offset-3">
              Show them in Failed payments
            </Link>
          )}
        </p>
        <ListBody
          name="The rows"
          list={list}
          count={rows.length}
          waiting={<InspectorSkeleton label="Loading the rows" />}
          none={
            <EmptyState icon={Inbox} title="Nothing then">
              No row is in this figure for {when}.
            </EmptyState>
          }
        >
          <Grid
            ref={grid}
            label={`Rows of ${word}`}
            attribute="data-figure-row"
            columnCount={2}
            rows={rows}
            total={list.hasNextPage ? null : rows.length}
            rowHeight={rowHeight}
            headerHeight={headerHeight}
            activeId={activeId}
            openId={null}
            listName={`${figure} ${currency} ${from} ${before}`}
            busy={list.isPlaceholderData}
            header={<FigureRowHeader currency={currency} />}
            rowView={FigureRow}
            onActive={setActiveId}
            onMark={setActiveId}
            onOpen={open}
            onNearEnd={list.onNearEnd}
            onSeen={list.onSeen}
          />
        </ListBody>
      </div>
    </InspectorPanel>
  )
}
