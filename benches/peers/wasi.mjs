// Runs the WASI build of `tenfold-peers` in V8: `node wasi.mjs FILE.wasm WORK RUNS` prints what the program prints,
// with the processor seconds of the quickest run. The file is compiled once, so later runs have optimised code.
import { readFile, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";

const [file, work, runs] = process.argv.slice(2);
const module = await WebAssembly.compile(await readFile(file));
const said = join(tmpdir(), `tenfold-peers-${process.pid}.txt`);
let [least, units] = [Infinity, 0];
for (let run = 0; run < Number(runs); run += 1) {
  const out = await open(said, "w+");
  const wasi = new WASI({ version: "preview1", args: ["tenfold-peers", work, "1"], stdout: out.fd, returnOnExit: true });
  const instance = await WebAssembly.instantiate(module, wasi.getImportObject());
  const before = process.cpuUsage();
  const code = wasi.start(instance);
  const { user, system } = process.cpuUsage(before);
  await out.close();
  if (code !== 0) process.exit(code);
  units = (await readFile(said, "utf8")).split(" ")[0];
  least = Math.min(least, (user + system) / 1e6);
}
console.log(units, least);
