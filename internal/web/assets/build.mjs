// Builds the styles, scripts, font and sign of the pages into dist/, with hashed names, compressed forms and a
// manifest. Run by `npm run build`; Go embeds dist/ (see assets.go).
import { build } from 'esbuild'
import { compile } from 'sass'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { extname, join } from 'node:path'

const dist = 'dist'
const font = 'node_modules/@fontsource-variable/atkinson-hyperlegible-next'
const manifest = {}

/** Writes one file under a name that holds a hash of its content, and gives its address. */
function emit (name, content) {
  const data = Buffer.from(content)
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 10)
  const extension = extname(name)
  const hashed = `${name.slice(0, -extension.length)}-${hash}${extension}`
  writeFileSync(join(dist, hashed), data)
  if (extension !== '.woff2') { // fonts are compressed already
    writeFileSync(join(dist, `${hashed}.gz`), gzipSync(data, { level: 9 }))
    writeFileSync(join(dist, `${hashed}.br`), brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  }
  manifest[name] = hashed
  return `/assets/${hashed}`
}

/** Gives the licences of what the built files contain, as they ask. */
function licences () {
  return ['govuk-frontend', 'htmx.org', '@fontsource-variable/atkinson-hyperlegible-next'].map(name => {
    const folder = `node_modules/${name}`
    const { version, license, author, homepage } = JSON.parse(readFileSync(`${folder}/package.json`))
    const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry))
    return `${name} ${version} (${[license, author?.name ?? author].filter(Boolean).join(", ")})\n${homepage ?? ''}\n\n${file ? readFileSync(join(folder, file), 'utf8') : ''}`
  }).join(`\n${'-'.repeat(72)}\n`)
}

mkdirSync(dist, { recursive: true })
for (const old of readdirSync(dist)) {
  if (old !== '.gitkeep') rmSync(join(dist, old), { recursive: true })
}

const fonts = Object.fromEntries(['latin', 'latin-ext'].map(subset => [
  `font:${subset}`,
  emit(`atkinson-${subset}.woff2`, readFileSync(`${font}/files/atkinson-hyperlegible-next-${subset}-wght-normal.woff2`))
]))
const sass = compile('styles/main.scss', { style: 'compressed', loadPaths: ['node_modules'], quietDeps: true })
const css = sass.css.replace(/url\("?(font:[a-z-]+)"?\)/g, (whole, name) => `url(${fonts[name]})`)
emit('main.css', css)

const script = await build({
  entryPoints: ['scripts/main.js'],
  bundle: true,
  format: 'esm',
  target: 'es2020',
  minify: true,
  legalComments: 'none', // they are in licences.txt
  write: false
})
emit('main.js', script.outputFiles[0].contents)
emit('icon.svg', readFileSync('images/icon.svg'))
emit('licences.txt', licences())
writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')
console.log(Object.values(manifest).join('\n'))
