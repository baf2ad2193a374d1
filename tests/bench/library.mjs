// Word files by the npm package `docx`: `node library.mjs FOLDER/*.json` writes a .docx beside each.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } = require("docx");
const LEVELS = [undefined, HeadingLevel.TITLE, HeadingLevel.HEADING_1, HeadingLevel.HEADING_2, HeadingLevel.HEADING_3];

const paragraph = (text, bold = false) => new Paragraph({ children: [new TextRun({ text, bold })] });

function drawn(block) {
  if (block.rows.length === 0) {
    return block.level ? new Paragraph({ text: block.text, heading: LEVELS[block.level] }) : paragraph(block.text);
  }
  const rows = block.rows.map((cells, n) => new TableRow({
    tableHeader: block.header && n === 0,
    children: cells.map((texts, m) => new TableCell({
      children: texts.map((text) => paragraph(text, block.header ? n === 0 : m === 0)),
    })),
  }));
  return new Table({ rows, width: { size: 100, type: WidthType.PERCENTAGE } });
}

for (const path of process.argv.slice(2)) {
  const blocks = JSON.parse(readFileSync(path, "utf8"));
  const document = new Document({ sections: [{ children: blocks.map(drawn) }] });
  writeFileSync(path.replace(/json$/, "docx"), await Packer.toBuffer(document));
}
