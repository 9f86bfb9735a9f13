// Takes a CSV file, dropped or chosen, and reads it: with progress where that takes a while, and a way out. What can't be read at all is
// said here.
import { FileUp, X } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent } from 'react'
import { mostRowsOfRun } from '../../../contract/run-bounds.ts'
import type { RefundFile } from '../../../domain/refund-csv.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { countText } from '../../ui/count.ts'
import { Progress } from '../../ui/progress.tsx'
import { readFile } from './read-file.ts'

const example = `payment,amount,currency,reason
pi_3Q1x…,49.90,eur,requested by customer
ch_3Q2y…,,eur,duplicate
in_1Q3z…,1200,jpy,`

export function PickFile({ onRead }: { onRead: (name: string, file: RefundFile) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const { reading, problem, read, refuse, cancel } = useReading(onRead)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const [file, ...others] = event.dataTransfer.files
    if (others.length > 0) refuse(`${countText(others.length + 1)} files`, 'One run takes one file.')
    else if (file) void read(file)
  }
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={drop}
      className="min-h-0 flex-1 overflow-y-auto px-4 pb-6"
    >
      <div
        className={classes(
          'flex min-h-56 flex-col items-center justify-center gap-3 rounded-xl border border-dashed px-6 py-10 text-center',
          over ? 'border-accent bg-selected' : 'border-line-strong bg-rail',
        )}
      >
        {reading === null ? (
          <>
            <FileUp size={24} strokeWidth={1.5} aria-hidden="true" className="text-ink-3" />
            <div>
              <p className="text-lg font-semibold">{over ? 'Drop it here' : 'Drop a CSV file here'}</p>
              <p className="text-ink-2">
                Every row is checked before anything is ordered. Up to {countText(mostRowsOfRun)} refunds.
              </p>
            </div>
            <Button look="primary" autoFocus onClick={() => input.current?.click()}>
              Choose a file…
            </Button>
          </>
        ) : (
          <div className="flex w-full max-w-80 flex-col gap-2">
            <p className="truncate font-medium">Reading {reading.name}…</p>
            <Progress label={`Reading ${reading.name}`} done={reading.part} total={1} />
            <Button look="ghost" icon={X} onClick={cancel} className="self-center">
              Cancel
            </Button>
          </div>
        )}
        <input
          ref={input}
          type="file"
          aria-label="CSV file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
          tabIndex={-1}
          className="unseen"
          onChange={(event) => {
            const [file] = event.target.files ?? []
            // The same file can be chosen again after it was mended.
            event.target.value = ''
            if (file) void read(file)
          }}
        />
      </div>
      {problem !== null && (
        <div role="alert" className="mt-3 rounded-lg bg-red-tint px-3 py-2 text-red">
          <p className="font-medium">{problem.name} can’t be used</p>
          <p>{problem.text}</p>
        </div>
      )}
      <div className="mt-6 grid gap-x-10 gap-y-4 lg:grid-cols-2">
        <section aria-label="What it holds">
          <h2 className="font-semibold">What the file holds</h2>
          <p className="mt-1 text-ink-2">
            A line of names, in any order, then one refund a line. Only the payment is needed: an id such as
            pi_… or ch_…, an invoice (in_…), or its number. Without an amount, all that is left is refunded.
            Other columns are named and not read.
          </p>
        </section>
        <pre className="overflow-x-auto rounded-lg bg-sunken px-3 py-2 font-mono text-sm text-ink-2">
          {example}
        </pre>
      </div>
    </div>
  )
}

function useReading(onRead: (name: string, file: RefundFile) => void) {
  const [reading, setReading] = useState<{ name: string; part: number } | null>(null)
  const [problem, setProblem] = useState<{ name: string; text: string } | null>(null)
  const underWay = useRef<AbortController | null>(null)
  useEffect(() => () => underWay.current?.abort(), [])
  const cancel = (): void => {
    underWay.current?.abort()
    setReading(null)
  }
  const refuse = (name: string, text: string): void => {
    cancel()
    setProblem({ name, text })
  }
  const read = async (file: File): Promise<void> => {
    underWay.current?.abort()
    const mine = new AbortController()
    underWay.current = mine
    const { name } = file
    setProblem(null)
    setReading({ name, part: 0 })
    const got = await readFile(file, (part) => setReading({ name, part }), mine.signal)
    if (got === null || mine.signal.aborted) return
    setReading(null)
    if (got.problem === null) onRead(name, got)
    else refuse(name, got.problem)
  }
  return { reading, problem, read, refuse, cancel }
}
