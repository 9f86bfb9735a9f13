// The frame of a chart: what it shows, in words; the ways to take it along; and the table behind it, in its place or, for a screen reader,
// always beneath it. It must never show a chart whose numbers can't be read as a table.
import { FileDown, Image, Table2 } from 'lucide-react'
import { useState, type ReactNode, type Ref } from 'react'
import { IconButton } from '../button.tsx'
import { classes } from '../classes.ts'
import { completenessNow } from '../lists/completeness.ts'
import { deskName } from '../words/desk-words.ts'
import { fileNameOf } from '../file-name.ts'
import { usePainted } from '../painted.ts'
import { saveText } from '../save-text.ts'
import { dayAndTime, isoMoment } from '../dates/time.ts'
import { chartFile, type ChartData, type Heading, type Headings } from './chart-data.ts'
import { copyPicture } from './copy-picture.ts'
import { DataTable } from './data-table.tsx'

export interface ChartCardProps {
  title: string
  /** Under the title: the formula, the stretch. */
  says?: ReactNode
  data: ChartData
  headings: Headings
  /** Left of the buttons. */
  beside?: ReactNode
  className?: string
  /** Drawn; or, where the picture is a table of its own, that. */
  children?: (svg: Ref<SVGSVGElement>) => ReactNode
  table?: ReactNode
}

/** How many headings a picture bears: desk, how complete it is, currency and stretch; the rest is for the file. */
const spokenHeadings = 4

export function ChartCard(props: ChartCardProps) {
  const { title, says, data, headings, beside, className, children, table } = props
  const [svg, setSvg] = useState<SVGSVGElement | null>(null)
  const [asTable, setAsTable] = useState(false)
  const painted = usePainted()
  const { desk } = headings
  const said = async (written: (milliseconds: number) => string): Promise<Heading[]> => [
    ['Desk', deskName(desk)],
    ['Data', await completenessNow(desk.id, written)],
    ...headings.lines,
  ]
  const save = async (): Promise<void> => {
    const file = chartFile(data, [['Bursar', title], ...(await said(isoMoment))])
    await saveText(fileNameOf(desk, title), file, 'The file')
  }
  const copy = async (): Promise<void> => {
    const spoken = (await said(dayAndTime)).slice(0, spokenHeadings)
    if (svg) await copyPicture(svg, [title, ...spoken.map(([word, value]) => `${word}: ${value}`)])
  }
  return (
    <section
      aria-label={title}
      className={classes(
        'break-inside-avoid border-t border-line px-4 py-3 [contain:layout_style] print:[contain:none]',
        className,
      )}
    >
      <div className="mb-2 flex flex-wrap items-start gap-x-2 gap-y-1">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{title}</h2>
          {says !== undefined && <p className="text-sm text-ink-2">{says}</p>}
        </div>
        {beside !== undefined && <div data-print="no">{beside}</div>}
        <div data-print="no" className="-my-0.5 flex items-center">
          {children && (
            <IconButton
              icon={Table2}
              label={`${title}: as a table`}
              aria-pressed={asTable}
              onClick={() => setAsTable(!asTable)}
              className={asTable ? 'bg-press text-ink' : ''}
            />
          )}
          {children && !asTable && (
            <IconButton icon={Image} label={`${title}: copy as a picture`} onClick={() => void copy()} />
          )}
          <IconButton icon={FileDown} label={`${title}: save as CSV`} onClick={() => void save()} />
        </div>
      </div>
      {table}
      {!asTable && children?.(setSvg)}
      {children && painted && <DataTable data={data} hidden={!asTable} />}
    </section>
  )
}
