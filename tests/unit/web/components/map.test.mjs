// Under node's own test runner: tests/unit/web/test_components.py starts it.

import assert from "node:assert/strict";
import test from "node:test";

import { CELL, clusterAt, clustersOf } from "../../../../web/components/maps/clusters.js";
import { counted, inView, namesThatFit, sorted } from "../../../../web/components/maps/listing.js";
import { FARTHEST, NEAREST, boundsOf, fit, planeAround, pushed, scaleBar, scaleOf, sees, toMetres, toPixels, zoomOf,
  zoomed } from "../../../../web/components/maps/projection.js";
import { severity, stateOf } from "../../../../web/components/maps/states.js";

const SEOUL = [126.99, 37.56];
const VIEW = { x: 0, y: 0, scale: 0.1, width: 800, height: 400 };

/** The same numbers on every run. */
function dice(seed) {
  return () => (seed = seed * 16807 % 2147483647) / 2147483647;
}

function scattered(many, wide, seed = 5) {
  const roll = dice(seed), states = ["ok", "danger", "warn", "off", "note"];
  return Array.from({ length: many }, (_, i) => ({ id: `p${i}`, x: (roll() - 0.5) * wide, y: (roll() - 0.5) * wide,
    state: states[Math.floor(roll() * 5)] }));
}

const near = (found, wanted, most = 1e-6) => assert.ok(Math.abs(found - wanted) <= most, `${found} is not ${wanted}`);

test("a place goes to metres and comes back", () => {
  const plane = planeAround(SEOUL);

  const [lon, lat] = plane.degrees(...plane.metres(127.01, 37.55));

  near(lon, 127.01);
  near(lat, 37.55);
});

test("metres are metres: the distance over the ground is a sphere's to a thousandth", () => {
  const plane = planeAround(SEOUL), [x, y] = plane.metres(127.02, 37.58), r = Math.PI / 180;
  const sphere = 6_371_000 * 2 * Math.asin(Math.sqrt(Math.sin(0.01 * r) ** 2
    + Math.cos(37.56 * r) * Math.cos(37.58 * r) * Math.sin(0.015 * r) ** 2));

  near(Math.hypot(x, y) / sphere, 1, 2e-3);
});

test("north is up and east is right", () => {
  const [x, y] = planeAround(SEOUL).metres(127, 37.6);

  assert.ok(x > 0 && y < 0);
});

test("everything that is fitted is in the picture, with its margin", () => {
  const plane = planeAround(SEOUL), bounds = { west: 126.96, south: 37.54, east: 127.03, north: 37.57 };

  const view = fit(plane, bounds, 360, 300, 36);

  for (const [lon, lat] of [[126.96, 37.54], [127.03, 37.57]]) {
    const [x, y] = toPixels(view, ...plane.metres(lon, lat));
    assert.ok(x >= 36 - 1e-6 && x <= 324 + 1e-6 && y >= 36 - 1e-6 && y <= 264 + 1e-6, `${x}, ${y}`);
  }
});

test("one point alone is not looked at from a metre away", () => {
  const bounds = { west: 127, south: 37.5, east: 127, north: 37.5 };

  assert.ok(fit(planeAround([127, 37.5]), bounds, 800, 400).scale <= 800 / 1200);
});

test("what is under the finger stays there when it zooms, and zoom has ends", () => {
  const before = toMetres(VIEW, 200, 90), nearer = zoomed(VIEW, 3, [200, 90]), after = toMetres(nearer, 200, 90);

  near(after[0], before[0]);
  near(after[1], before[1]);
  assert.equal(zoomed(VIEW, 1e9).scale, NEAREST);
  assert.equal(zoomed(VIEW, 1e-9).scale, FARTHEST);
});

test("pushing to the right shows what was left of it", () => {
  assert.ok(pushed(VIEW, 100, 0).x < VIEW.x);
  near(pushed(pushed(VIEW, 70, -30), -70, 30).x, VIEW.x);
});

test("MapLibre's zoom for a view leads back to it", () => {
  near(scaleOf(zoomOf(0.123, 37.5), 37.5), 0.123);
});

test("a scale bar is round and fits", () => {
  for (const scale of [0.0007, 0.013, 0.3, 3.9]) {
    const { metres, pixels } = scaleBar({ ...VIEW, scale });
    assert.match(String(metres), /^[125]0*$/);
    assert.ok(pixels <= 100 && pixels >= 20, `${pixels}`);
  }
});

test("bounds of nothing are nothing, and what is no number is left out", () => {
  assert.equal(boundsOf([]), null);
  assert.deepEqual(boundsOf([[NaN, 1], [2, 3]]), { west: 2, south: 3, east: 2, north: 3 });
});

test("the sum of the clusters is the sum of the points, at every scale", () => {
  const points = scattered(5_000, 3_000);

  for (const scale of [0.02, 0.05, 0.1, 0.13]) {
    const view = { ...VIEW, scale, height: 800 }, clusters = clustersOf(points, view);
    const sum = clusters.reduce((before, each) => before + each.count, 0), members = clusters.flatMap(each => each.members);
    assert.equal(sum, points.filter(each => sees(view, each.x, each.y, CELL)).length);
    assert.equal(new Set(members).size, sum);
    if (scale <= 0.1) assert.equal(sum, 5_000);
  }
});

test("the same points make the same clusters, in whatever order they come", () => {
  const points = scattered(400, 4_000);
  const of = list => clustersOf(list, VIEW).map(({ key, count, worst }) => `${key} ${count} ${worst}`).sort();

  assert.deepEqual(of(points), of([...points].reverse()));
});

test("pushing the map regroups nobody", () => {
  const points = scattered(400, 2_000), view = { ...VIEW, height: 800 };
  const sizes = each => clustersOf(points, each).map(({ key, count }) => `${key} ${count}`).sort();

  assert.deepEqual(sizes(pushed(view, 37, 11)), sizes(view));
});

test("a cluster is as bad as its worst, and drawn among its points", () => {
  const [cluster] = clustersOf([{ id: "a", x: 10, y: 10, state: "ok" }, { id: "b", x: 30, y: 20, state: "warn" }], VIEW);

  assert.equal(cluster.worst, severity("warn"));
  assert.deepEqual(cluster.at, [20, 15]);
  assert.deepEqual([cluster.x, cluster.y], [402, 201.5]);
});

test("marks are no denser than one a cell", () => {
  // The picture, a cell around it, and one more where the grid begins in the middle of a cell.
  const across = Math.ceil(800 / CELL + 2) + 1, down = Math.ceil(400 / CELL + 2) + 1;

  assert.ok(clustersOf(scattered(22_000, 20_000), { ...VIEW, scale: 0.05 }).length <= across * down);
});

test("a finger takes the nearest mark, and none from afar", () => {
  const clusters = clustersOf([{ id: "a", x: 0, y: 0 }, { id: "b", x: 900, y: 0 }], VIEW);

  assert.equal(clusterAt(clusters, 410, 205)?.first, "a");
  assert.equal(clusterAt(clusters, 440, 200), null);
});

test("the list has the worst first, then the nearest, and equal ones always in the same order", () => {
  const points = [{ id: "far", x: 900, y: 0, state: "danger" }, { id: "here", x: 1, y: 0, state: "ok" },
    { id: "near", x: 10, y: 0, state: "danger" }, { id: "twin", x: 10, y: 0, state: "danger" },
    { id: "odd", x: 0, y: 0, state: "?" }];

  const wanted = ["near", "twin", "far", "odd", "here"];
  assert.deepEqual(sorted(points, VIEW).map(each => each.id), wanted);
  assert.deepEqual(sorted([...points].reverse(), VIEW).map(each => each.id), wanted);
});

test("in view is what the picture shows", () => {
  const points = [{ id: "in", x: 3_900, y: 1_900 }, { id: "out", x: 4_100, y: 0 }, { id: "below", x: 0, y: 2_100 }];

  assert.deepEqual(inView(points, VIEW).map(each => each.id), ["in"]);
});

test("counts go from bad to good and leave out what there is none of", () => {
  const points = ["ok", "danger", "ok", undefined].map((state, i) => ({ id: `${i}`, x: 0, y: 0, state }));

  assert.deepEqual(counted(points), [["danger", 1], ["ok", 3]]);
  assert.equal(stateOf("nonsense"), "ok");
});

test("names keep off each other, off the marks and off the edges", () => {
  const name = (item, x, y, room = 200) => ({ item, x, y, room, wide: 48 });
  const wanted = [name("large", 400, 200, 300), name("beside", 430, 204), name("free", 400, 260), name("edge", 10, 100),
    name("narrow", 200, 100, 30), name("covered", 600, 300)];

  assert.deepEqual(namesThatFit(wanted, 800, 400, [{ x: 610, y: 300, radius: 20 }]), ["large", "free"]);
});
