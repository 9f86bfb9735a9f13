// The eight figures side by side, each with its definition, how it compares, and the way to its rows. The one that the chart shows is
// pressed. It must never compare with a stretch that it does not name.
import { ArrowDown, ArrowUp, Minus } from 'lucide-react'
import { figures, isOfBalance, type Figure } from '../../../contract/finance-lists.ts'
import type { Sum } from '../../../contract/finance.ts'
import { formatAmount } from '../../../domain/money.ts'
import { classes } from '../../ui/classes.ts'
import { Defined } from '../../ui/defined.tsx'
import { TileAmount } from '../../ui/tile-amount.tsx'
import { compare, countedWord, figureWords } from './figure-words.ts'

interface TilesProps {
  total: Record<Figure, Sum>
  currency: string
  /** Null while it is asked for, or where it could not be read. */
  before: Record<Figure, Sum> | null
  /** Of the stretch before: "19 Nov 2026, until 09:10". */
  beforeWord: string
  /** What moved the balance can't be read. */
  balanceRefused: boolean
  figure: Figure
  onChoose: (figure: Figure) => void
  onRows: (figure: Figure) => void
}

export function Tiles(props: TilesProps) {
  const { total, currency, before, beforeWord, balanceRefused, figure, onChoose, onRows } = props
  return (
    <ul
      aria-label="Figures"
      className="grid grid-cols-2 gap-px border-y border-line bg-line @min-[720px]:grid-cols-4"
    >
      {figures.map((each, index) => (
        <Tile
          key={each}
          figure={each}
          sum={balanceRefused && isOfBalance(each) ? null : total[each]}
          before={before?.[each] ?? null}
          beforeWord={beforeWord}
          currency={currency}
          chosen={each === figure}
          keys={String(index + 1)}
          onChoose={() => onChoose(each)}
          onRows={() => onRows(each)}
        />
      ))}
    </ul>
  )
}

function Tile({
  figure,
  sum,
  before,
  beforeWord,
  currency,
  chosen,
  keys,
  onChoose,
  onRows,
}: {
  figure: Figure
  /** Null where it can't be known. */
  sum: Sum | null
  before: Sum | null
  beforeWord: string
  currency: string
  chosen: boolean
  keys: string
  onChoose: () => void
  onRows: () => void
}) {
  const { word, means } = figureWords[figure]
  return (
    <li
      className={classes(
        'relative flex min-w-0 flex-col bg-bg px-4 py-2.5 forced-colors:-outline-offset-2',
        chosen && 'shadow-[inset_0_2px_0_var(--accent)] forced-colors:outline',
      )}
    >
      <div className="relative z-[1] flex items-center justify-between gap-x-3 text-sm">
        <span className="font-medium text-ink-2">
          <Defined word={word} means={means} />
        </span>
        {sum === null ? null : sum.count > 0 ? (
          <button
            type="button"
            onClick={onRows}
            aria-label={`${word}: the ${countedWord(figure, sum.count)} behind it`}
            className="figures rounded text-ink-3 underline decoration-transparent underline-offset-3 hover:text-ink hover:decoration-current"
          >
            {countedWord(figure, sum.count)}
          </button>
        ) : (
          <span className="text-ink-3">none</span>
        )}
      </div>
      <button
        type="button"
        aria-pressed={chosen}
        aria-keyshortcuts={keys}
        onClick={onChoose}
        className="rounded text-left text-xl font-semibold tracking-[-0.01em] after:absolute after:inset-0 after:content-[''] hover:after:bg-ink/3"
      >
        <span className="unseen">{word} </span>
        {sum === null ? 'Not known' : <TileAmount amount={sum.amount} currency={currency} />}
        <span className="unseen">: show in the chart</span>
      </button>
      {sum === null ? (
        <span className="text-sm text-ink-2">This key may not read it</span>
      ) : (
        <Compared figure={figure} now={sum} before={before} beforeWord={beforeWord} currency={currency} />
      )}
    </li>
  )
}

const arrows = { up: ArrowUp, down: ArrowDown, same: Minus } as const

/** Not in red or green: more refunds are no good news, and more fees may be. */
function Compared({
  figure,
  now,
  before,
  beforeWord,
  currency,
}: {
  figure: Figure
  now: Sum
  before: Sum | null
  beforeWord: string
  currency: string
}) {
  if (before === null) return <span className="text-sm text-ink-3">–</span>
  const { difference, percent, direction } = compare(figure, now, before, currency)
  const Arrow = arrows[direction]
  return (
    <span
      title={`${formatAmount(before.amount, currency)} in ${beforeWord}`}
      className="figures relative z-[1] inline-flex items-center gap-1 self-start text-sm text-ink-2"
    >
      <Arrow size={12} aria-hidden="true" className="shrink-0 text-ink-3" />
      <span className="unseen">Compared with {beforeWord}: </span>
      {percent === null ? difference : `${difference}, ${percent}`}
    </span>
  )
}
