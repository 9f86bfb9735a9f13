// One entry in full, beside the list (over it where the window is narrow): what was done and by whom, what it changed, and how it
// is tied to the entry before. It must show the entry as it was written.
import { CreditCard, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { useAuditEntry, type AuditRow } from '../../bridge/audit-queries.ts'
import { auditPlace, paymentsPlace } from '../../state/places.ts'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { Changes } from '../../ui/orders/changes.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { countText } from '../../ui/count.ts'
import { Fact, InspectorPanel, Section } from '../../ui/inspector-panel.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { exactTime } from '../../ui/dates/time.ts'
import { lookOf } from './audit-looks.ts'
import { breakTitle, type Break } from './chain-words.ts'
import { paymentOf, readDetail } from './entry-detail.ts'

interface InspectorProps {
  deskId: string
  seq: number
  /** The entry as the list has it; otherwise it is asked for. */
  row: AuditRow | undefined
  /** The search part of the address, so that links stay within the filter. */
  search: string
  /** What verifying found of this very entry. */
  broken: Break | null
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}

export function Inspector({ deskId, seq, row, search, broken, over, onClose }: InspectorProps) {
  const asked = useAuditEntry(deskId, row ? null : seq)
  const entry = row ?? asked.data
  return (
    <InspectorPanel
      label="Entry"
      over={over}
      onClose={onClose}
      head={entry && <Pill look={lookOf(entry.kind)} />}
    >
      <Asked
        of={asked}
        known={entry}
        noun="entry"
        nowhere={<Nowhere deskId={deskId} seq={seq} broken={broken} />}
      >
        {(entry) => <Body deskId={deskId} entry={entry} search={search} broken={broken} />}
      </Asked>
    </InspectorPanel>
  )
}

function Body({
  deskId,
  entry,
  search,
  broken,
}: { entry: AuditRow } & Pick<InspectorProps, 'deskId' | 'search' | 'broken'>) {
  const [, navigate] = useLocation()
  const payment = paymentOf(entry)
  const { changes, facts } = readDetail(entry.detail)
  return (
    <>
      <header className="flex flex-col gap-2 px-5 pb-4">
        <h2 className="text-lg font-semibold">{entry.text}</h2>
        {broken && (
          <div className="rounded-lg bg-red-tint px-3 py-2 text-red">
            <span className="font-medium">{breakTitle(broken)}.</span> {broken.text}
          </div>
        )}
        {payment !== null && (
          <div>
            <Button icon={CreditCard} keysShown="o" onClick={() => navigate(paymentsPlace(deskId, payment))}>
              Open the payment
            </Button>
          </div>
        )}
      </header>
      <Section title="Facts">
        <dl>
          <Fact word="Entry">
            <span className="figures">{countText(entry.seq)}</span>
          </Fact>
          <Fact word="When">
            {exactTime(entry.at)}
            <span className="block text-sm text-ink-3">
              <RelativeTime milliseconds={entry.at} />
            </span>
          </Fact>
          <Fact word="Operator">{entry.operator}</Fact>
          <Fact word="Kind">{lookOf(entry.kind).word}</Fact>
          <Fact word="About">
            {entry.subject === null ? 'This desk' : <CopyId id={entry.subject} what="Subject" whole />}
          </Fact>
          {facts.map(({ word, value }) => (
            <Fact key={word} word={word}>
              <CopyId id={value} what={word} whole />
            </Fact>
          ))}
        </dl>
      </Section>
      {changes !== null && (
        <Section title="Before and after">
          {changes.length === 0 ? (
            <p className="text-ink-2">Nothing changed.</p>
          ) : (
            <Changes changes={changes} />
          )}
        </Section>
      )}
      <Section title="Chain">
        <Hash word="Hash" hash={entry.hash} />
        <Hash
          word="Hash of the entry before"
          hash={entry.previous}
          beside={
            entry.seq === 1 ? (
              <span className="text-ink-3">This is the first</span>
            ) : (
              <Link
                href={auditPlace(deskId, entry.seq - 1, search)}
                className="rounded text-accent underline underline-offset-2"
              >
                Entry {countText(entry.seq - 1)}
              </Link>
            )
          }
        />
        <p className="text-sm text-ink-3">
          The hash covers everything above and the hash before it: changing any entry breaks every later one.
        </p>
      </Section>
    </>
  )
}

/** There is no entry of this number: what that means, and the way to those beside it where it was taken out. */
function Nowhere({ deskId, seq, broken }: Pick<InspectorProps, 'deskId' | 'seq' | 'broken'>) {
  const [, navigate] = useLocation()
  const beside = [seq - 1, seq + 1].filter((each) => each > 0)
  return (
    <EmptyState
      icon={SearchX}
      title={`There is no entry ${countText(seq)}`}
      action={
        broken &&
        beside.map((each) => (
          <Button key={each} onClick={() => navigate(auditPlace(deskId, each))}>
            Entry {countText(each)}
          </Button>
        ))
      }
    >
      {broken ? (
        <span className="text-red">{broken.text}</span>
      ) : (
        'Entries are numbered from 1 without a gap. If there are later ones, verify the chain: this one was taken out.'
      )}
    </EmptyState>
  )
}

function Hash({ word, hash, beside }: { word: string; hash: string; beside?: ReactNode }) {
  return (
    <div className="pb-2.5">
      <p className="mb-0.5 flex justify-between gap-2 text-ink-3">
        {word} {beside}
      </p>
      <CopyLine text={hash} what={word} />
    </div>
  )
}
