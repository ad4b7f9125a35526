/** Takes pictures of every page, light and dark, for docs/pages.md. `npm run screenshots` */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { launchChromium } from '../test/browser/chromium.ts'
import { frameOf } from '../test/pages/frames.ts'
import { render, type Sample, samples } from '../test/pages/samples.ts'
import { openSite } from '../test/pages/site.ts'
import { smaller } from './png.ts'

const FOLDER = 'docs/pages'
const VIEWPORT = { width: 560, height: 400 }
/** They are kept in the repository. */
const MAX_BYTES = 60 * 1024

/** The first sample of each page, and one as managed login looks until a branding says otherwise. */
const shown = samples.filter(({ page }, index) => samples.findIndex((other) => other.page === page) === index)
const pictures: readonly { file: string; kind: 'classic' | 'managed'; sample: Sample }[] = [
  ...shown.map((sample) => ({ file: sample.name, kind: 'classic' as const, sample })),
  ...shown.slice(0, 1).map((sample) => ({ file: `${sample.name}-managed`, kind: 'managed' as const, sample })),
]

const site = await openSite()
const browser = await launchChromium()
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: VIEWPORT, colorScheme, reducedMotion: 'reduce' })
    for (const { file, kind, sample } of pictures) {
      site.pages.set('/', render(frameOf({ kind }), sample.page, sample.model('en')))
      await page.goto(site.origin)
      const picture = smaller(await page.screenshot({ fullPage: true }))
      const path = `${FOLDER}/${file}-${colorScheme}.png`
      if (picture.length > MAX_BYTES) throw new Error(`${path} would be of ${picture.length} bytes`)
      writeFileSync(path, picture)
    }
  }
} finally {
  await browser.close()
  await site.close()
}
